// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous half of {@link JfrBackend}, which explains it. The duration of an event is the time until the future of the call was
 * complete; its thread is the one that completed the future. Safe for use by several threads.
 */
public final class AsyncJfrBackend extends AsyncForwardingNetworkBackend {
    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     */
    public AsyncJfrBackend(AsyncNetworkBackendInterface delegate) {
        super(delegate);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        if (request == null) {
            return delegate().connect(request); // throws the NullPointerException
        }
        ObservedConnection connection = ObservedConnection.to(request);
        ConnectEvents events = ConnectEvents.begun(connection);
        return observed(
                delegate().connect(events == null ? request : request.withObserver(events)), connection, events);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        if (address instanceof InetSocketAddress || address == null) {
            return super.connect(address);
        }
        ObservedConnection connection = ObservedConnection.with(address);
        ConnectEvents events = ConnectEvents.begun(connection);
        return observed(delegate().connect(address), connection, events);
    }

    /** Called for accepted streams only, since {@code connect} is overridden. */
    @Override
    protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface stream) {
        return new AsyncJfrStream(stream, ObservedConnection.with(address(stream, ExtraInfo.CLIENT_ADDR)));
    }

    private static CompletableFuture<AsyncNetworkStreamInterface> observed(
            CompletableFuture<AsyncNetworkStreamInterface> opening,
            ObservedConnection connection,
            @Nullable ConnectEvents events) {
        return DecoratedCall.of(
                opening,
                stream -> {
                    if (events != null) {
                        events.ended(address(stream, ExtraInfo.SERVER_ADDR));
                    }
                    return new AsyncJfrStream(stream, connection);
                },
                failure -> {
                    if (events != null) {
                        events.ended(null);
                    }
                    connection.failed("connect", failure);
                });
    }

    private static @Nullable SocketAddress address(AsyncNetworkStreamInterface stream, ExtraInfo<SocketAddress> key) {
        return key.type().cast(stream.getExtraInfo(key.name()));
    }

    /** Returns, for instance, {@code <AsyncJfrBackend [<AsyncNioBackend>]>}. */
    @Override
    public String toString() {
        return "<AsyncJfrBackend [" + delegate() + "]>";
    }
}
