// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ConnectRequest;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A backend that reports the traffic of another one's streams, connected or accepted, to a {@link Recorder}.
 *
 * <p>It records the caller's view: plaintext bytes that a read returned or a write accepted. A read that times out records
 * no bytes. Results and exceptions are the wrapped stream's own. A failing recorder does not affect streams; it is reported
 * by one warning of the {@link System.Logger} {@code io.netbackends.recording}.
 *
 * <p>Safe for use by several threads. {@link AsyncRecordingBackend} is the asynchronous half; both may share a recorder.
 */
public final class RecordingBackend extends ForwardingNetworkBackend {
    private final ConnectionAnnouncer announcer;
    private final ConnectionAnnouncer engines;

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     * @param recorder receives their events; if it can be closed, the caller closes it
     */
    public RecordingBackend(NetworkBackendInterface delegate, Recorder recorder) {
        super(delegate);
        this.announcer = new ConnectionAnnouncer(delegate, recorder, false);
        this.engines = new ConnectionAnnouncer("<SSLEngine>", recorder, true);
    }

    /**
     * Returns an engine that reports the encrypted and decrypted bytes to the recorder of this backend, for programs that
     * run TLS over their own channels. Each engine counts as a connection, numbered together with those of this backend.
     *
     * <p>A connection begins with the first call of {@code wrap} or {@code unwrap}; its peer is the host and port that the
     * engine was created for. Encrypted bytes count as written, although the program may not have sent them; the peer's
     * close_notify is the end of the stream. The connection is closed when the engine is, in both directions, or when the
     * engine is garbage-collected. One that is in use when the JVM exits has no end.
     *
     * <p>Otherwise it behaves like the engine itself, exceptions included. An ALPN selector is called with the engine that
     * this method returns, key and trust managers with the wrapped one. The engine never waits for the recorder.
     *
     * <p>If the engine is passed to {@code startTls} of a recorded stream, only the stream records it.
     *
     * @param engine the engine to wrap; must not be used directly from now on
     * @return an engine around it
     */
    public SSLEngine recorded(SSLEngine engine) {
        return new RecordedSslEngine(Objects.requireNonNull(engine, "engine"), engines);
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        TimedTarget target = new TimedTarget(() -> InetSocketAddress.createUnresolved(request.host(), request.port()));
        NetworkStreamInterface stream;
        try {
            stream = connectDelegate(request.withObserver(target));
        } catch (IOException e) {
            announcer.failed(target, e);
            throw e;
        }
        return recording(stream, target);
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress) {
            return super.connect(address); // delegates to connect(ConnectRequest)
        }
        TimedTarget target = new TimedTarget(() -> address);
        NetworkStreamInterface stream;
        try {
            stream = delegate().connect(address);
        } catch (IOException e) {
            announcer.failed(target, e);
            throw e;
        }
        return recording(stream, target);
    }

    @Override
    public NetworkStreamInterface adopt(NetworkStreamInterface stream, @Nullable SocketAddress target)
            throws IOException {
        return recording(delegate().adopt(stream, target), () -> target);
    }

    /** Called for accepted streams only, since {@code connect} is overridden. */
    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        return recording(stream, () -> null);
    }

    /** Returns, for instance, {@code <RecordingBackend [<NetworkBackend [nio]>]>}. */
    @Override
    public String toString() {
        return "<RecordingBackend [" + delegate() + "]>";
    }

    private NetworkStreamInterface recording(NetworkStreamInterface stream, ConnectionAnnouncer.Target target) {
        return announcer.opened(
                stream, stream::getExtraInfo, target, failsafe -> new RecordingStream(stream, failsafe));
    }
}
