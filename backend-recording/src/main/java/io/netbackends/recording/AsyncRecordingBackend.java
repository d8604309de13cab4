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
 * A {@link RecordingBackend} for callers that do not wait: tells a {@link Recorder} what passes through the streams of another
 * asynchronous backend, connected or accepted.
 *
 * <p>It records what {@code RecordingBackend} records, and a call is recorded before its future is complete. The recorder is told
 * by the thread that completes the call, often the one that all streams share, and learns from {@link
 * ConnectionInfo#asynchronous} that it must not wait. {@link FileRecorder} and {@link TextRecorder} leave the writing to another
 * thread then.
 *
 * <p>A read, a connect or an accept that is cancelled moves no bytes, and none are recorded. The read and the accept leave no
 * trace. A cancelled connect is recorded as one that failed, and a write, {@code startTls} or {@code shutdownOutput} that is
 * cancelled, which closes the stream, as a call that failed, both with a {@link io.netbackends.NetworkStreamClosedException}.
 *
 * <p>Safe for use by several threads. A blocking backend may have the same recorder.
 */
public final class AsyncRecordingBackend extends AsyncForwardingNetworkBackend {
    private final ConnectionAnnouncer announcer;

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     * @param recorder is told what passes through them; closing it, where it can be closed, is up to the caller
     */
    public AsyncRecordingBackend(AsyncNetworkBackendInterface delegate, Recorder recorder) {
        super(delegate);
        this.announcer = new ConnectionAnnouncer(delegate, recorder, true);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        if (request == null) {
            return delegate().connect(request); // which says so
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
