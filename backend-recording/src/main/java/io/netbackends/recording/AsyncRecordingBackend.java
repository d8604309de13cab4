// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ConnectRequest;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * The asynchronous half of {@link RecordingBackend}: reports the traffic of another asynchronous backend's streams,
 * connected or accepted, to a {@link Recorder}.
 *
 * <p>It records what {@code RecordingBackend} records, and a call is recorded before its future is complete. The thread that
 * completes the call, often an event loop, calls the recorder, which must not block if {@link ConnectionInfo#asynchronous}
 * is true. {@link FileRecorder} and {@link TextRecorder} then write on another thread.
 *
 * <p>A cancelled read, connect or accept moves no bytes, and none are recorded. A cancelled read or accept is not recorded
 * at all. A cancelled connect is recorded as a failed connect. A cancelled write, {@code startTls} or {@code
 * shutdownOutput}, which closes the stream, is recorded as a failed call. Both failures are {@link
 * io.netbackends.NetworkStreamClosedException}s.
 *
 * <p>Safe for use by several threads. A blocking backend may share the recorder.
 */
public final class AsyncRecordingBackend extends AsyncForwardingNetworkBackend {
    private final ConnectionAnnouncer announcer;

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     * @param recorder receives their events; if it can be closed, the caller closes it
     */
    public AsyncRecordingBackend(AsyncNetworkBackendInterface delegate, Recorder recorder) {
        super(delegate);
        this.announcer = new ConnectionAnnouncer(delegate, recorder, true);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        if (request == null) {
            return delegate().connect(request); // throws the NullPointerException
        }
        TimedTarget target = new TimedTarget(() -> InetSocketAddress.createUnresolved(request.host(), request.port()));
        return recorded(delegate().connect(request.withObserver(target)), request, target);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        return address instanceof InetSocketAddress
                ? super.connect(address) // delegates to connect(ConnectRequest)
                : recorded(delegate().connect(address), address, new TimedTarget(() -> address));
    }

    /** Called for accepted streams only, since {@code connect} is overridden. */
    @Override
    protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface stream) {
        return recording(stream, () -> null);
    }

    /** Returns, for instance, {@code <AsyncRecordingBackend [<AsyncNetworkBackend [nio, event loop]>]>}. */
    @Override
    public String toString() {
        return "<AsyncRecordingBackend [" + delegate() + "]>";
    }

    private CompletableFuture<AsyncNetworkStreamInterface> recorded(
            CompletableFuture<AsyncNetworkStreamInterface> opening, Object peer, ConnectionAnnouncer.Target target) {
        return DecoratedCall.of(opening, stream -> recording(stream, target), failure -> {
            IOException told = CallFailure.of("connect to " + peer, failure);
            if (told != null) {
                announcer.failed(target, told);
            }
        });
    }

    private AsyncNetworkStreamInterface recording(
            AsyncNetworkStreamInterface stream, ConnectionAnnouncer.Target target) {
        return announcer.opened(
                stream, stream::getExtraInfo, target, failsafe -> new AsyncRecordingStream(stream, failsafe));
    }
}
