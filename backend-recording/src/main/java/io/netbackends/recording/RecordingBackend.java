// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;

/**
 * A backend that tells a {@link Recorder} what passes through the streams of another one, connected or accepted.
 *
 * <p>It records what the caller sees: bytes above TLS, and of those only the ones that a read delivered or a write took. A
 * read that times out records no bytes. Results and exceptions are the wrapped stream's own; a recorder that fails breaks no
 * stream, it is reported by one warning of the {@link System.Logger} {@code io.netbackends.recording}.
 *
 * <p>Safe for use by several threads.
 */
public final class RecordingBackend extends ForwardingNetworkBackend {
    private final Recorder recorder;
    private final WarnOnce warning = new WarnOnce();

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     * @param recorder is told what passes through them; closing it, where it can be closed, is up to the caller
     */
    public RecordingBackend(NetworkBackendInterface delegate, Recorder recorder) {
        super(delegate);
        this.recorder = Objects.requireNonNull(recorder, "recorder");
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return recording(delegate().connect(host, port), false);
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress) {
            return super.connect(address); // comes down to connect(String, int)
        }
        return recording(delegate().connect(address), false);
    }

    /** Only accepted streams come here, since {@code connect} is overridden. */
    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        return recording(stream, true);
    }

    /** Returns, for instance, {@code <RecordingBackend [<NetworkBackend [nio]>]>}. */
    @Override
    public String toString() {
        return "<RecordingBackend [" + delegate() + "]>";
    }

    private NetworkStreamInterface recording(NetworkStreamInterface stream, boolean accepted) {
        ConnectionRecorder connection;
        try {
            connection = recorder.opened(Recorder.Connection.of(stream, accepted));
            Objects.requireNonNull(connection, "opened() returned null");
        } catch (Exception failure) {
            warning.warn("a recorder failed; the connection goes on, unrecorded", failure);
            return stream;
        }
        return new RecordingStream(stream, new GuardedRecorder(connection, warning));
    }
}
