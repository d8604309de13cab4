// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.ThreadedCall;
import io.netbackends.internal.UncancellableFuture;
import io.netbackends.nio.loop.AsyncChannelListener;
import io.netbackends.nio.loop.SelectorLoops;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Accepts streams at a {@link SocketFile} in an event loop; closing the listener deletes the file. */
final class AsyncUnixListener implements AsyncNetworkListenerInterface {
    private final SocketFile file;
    private final UnixDomainSocketAddress address;
    private final AsyncChannelListener listener;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    AsyncUnixListener(SocketFile file, UnixSettings settings) throws IOException {
        this.file = file;
        this.address = UnixDomainSocketAddress.of(file.path());
        try {
            this.listener = new AsyncChannelListener(
                    SelectorLoops.next(),
                    file.server(),
                    file.path().toString(),
                    channel -> ThreadedCall.start(
                            () -> settings.acceptedAsync(channel, address), () -> {}, AsyncUnixListener::discard));
        } catch (Throwable e) {
            file.delete();
            throw e;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // no caller gets it
    private static void discard(AsyncNetworkStreamInterface late) {
        late.close();
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> accept() {
        return closed.get()
                ? NetworkFutures.failed(
                        new NetworkStreamClosedException("accept on " + file.path() + ": the listener is closed", null))
                : listener.accept(); // which lasts until the file is deleted
    }

    @Override
    public SocketAddress getLocalAddress() {
        return address;
    }

    @Override
    public boolean isOpen() {
        return !closed.get() && listener.isOpen();
    }

    /** Deletes the file first, and once: while the channel is open, no other file can have the same key. */
    @Override
    public CompletableFuture<Void> close() {
        if (closed.compareAndSet(false, true)) {
            deleteAndClose();
        }
        return UncancellableFuture.of(done);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // completes with the other future
    private void deleteAndClose() {
        CompletableFuture<Void> deleted = ThreadedCall.run(file::delete, () -> {});
        NetworkFutures.composeAlways(deleted, (nothing, failure) -> listener.close())
                .thenCompose(nothing -> deleted)
                .whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(NetworkFutures.cause(failure));
                    }
                });
    }

    /** Returns, for instance, {@code <AsyncNetworkListener ["/run/app.sock"]>}. */
    @Override
    public String toString() {
        return listener.toString();
    }
}
