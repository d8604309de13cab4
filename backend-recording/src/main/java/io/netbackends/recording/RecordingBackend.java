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
import org.jspecify.annotations.Nullable;

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
    /** What was asked for; null if the connection was accepted. Evaluated where a failure does no harm. */
    private interface Target {
        @Nullable
        SocketAddress address();
    }

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
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        Target target = () -> InetSocketAddress.createUnresolved(request.host(), request.port());
        NetworkStreamInterface stream;
        try {
            stream = connectDelegate(request);
        } catch (IOException e) {
            failed(target, e);
            throw e;
        }
        return recording(stream, target);
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress) {
            return super.connect(address); // delegates to connect(ConnectRequest)
        }
        NetworkStreamInterface stream;
        try {
            stream = delegate().connect(address);
        } catch (IOException e) {
            failed(() -> address, e);
            throw e;
        }
        return recording(stream, () -> address);
    }

    /** Only accepted streams come here, since {@code connect} is overridden. */
    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        return recording(stream, () -> null);
    }

    /** Returns, for instance, {@code <RecordingBackend [<NetworkBackend [nio]>]>}. */
    @Override
    public String toString() {
        return "<RecordingBackend [" + delegate() + "]>";
    }

    private NetworkStreamInterface recording(NetworkStreamInterface stream, Target target) {
        try {
            // All memory that this takes is taken before the recorder hears of the connection: what it is told, it can
            // record.
            ConnectionInfo info = ConnectionInfo.of(stream, target.address(), backend());
            FailsafeRecorder failsafe = new FailsafeRecorder(warning);
            RecordingStream recorded = new RecordingStream(stream, failsafe);
            ConnectionRecorder connection = recorder.opened(info);
            failsafe.begin(Objects.requireNonNull(connection, "opened() returned null"));
            return connection == ConnectionRecorder.ignoring() ? stream : recorded;
        } catch (Throwable failure) {
            missed();
            warning.warn("a recorder failed; the connection goes on, unrecorded", failure);
            return stream;
        }
    }

    private void failed(Target target, IOException failure) {
        try {
            recorder.connectFailed(new ConnectionInfo(null, null, false, target.address(), backend()), failure);
        } catch (Throwable e) {
            missed();
            warning.warn("a recorder failed; a connection that could not be opened is not recorded", e);
        }
    }

    private void missed() {
        if (recorder instanceof FileRecorder file) {
            file.connectionMissed();
        }
    }

    private String backend() {
        return delegate().toString();
    }
}
