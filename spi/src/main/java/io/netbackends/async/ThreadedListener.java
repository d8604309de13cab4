// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Operation;
import io.netbackends.internal.ThreadedCall;
import io.netbackends.internal.UncancellableFuture;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Adapts a blocking listener to asynchronous callers: each call blocks a thread. */
final class ThreadedListener implements AsyncNetworkListenerInterface {
    private final NetworkListenerInterface listener;
    private final Handoff<AsyncNetworkStreamInterface> accepts = new Handoff<>();
    private volatile boolean closed;

    ThreadedListener(NetworkListenerInterface listener) {
        this.listener = listener;
    }

    private static AsyncNetworkStreamInterface accepted(NetworkStreamInterface stream) {
        return new ThreadedStream(stream, String.valueOf(stream.getExtraInfo(ExtraInfo.SERVER_ADDR.name())));
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> accept() {
        Operation operation = new Operation("accept on ", String.valueOf(getLocalAddress()));
        return closed
                ? NetworkFutures.failed(new NetworkStreamClosedException(operation + ": the listener is closed", null))
                : accepts.next(operation, () -> accepted(listener.accept()), UnaryOperator.identity());
    }

    @Override
    public SocketAddress getLocalAddress() {
        return listener.getLocalAddress();
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        return UncancellableFuture.of(ThreadedCall.run(
                () -> {
                    listener.close();
                    accepts.drain(ThreadedBackend::discard);
                },
                () -> {}));
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    /** Returns, for instance, {@code <AsyncNetworkListener ["127.0.0.1:8080" threads]>}, after the local address. */
    @Override
    public String toString() {
        return "<AsyncNetworkListener [\"" + getLocalAddress() + "\" threads" + (closed ? " CLOSED" : "") + "]>";
    }
}
