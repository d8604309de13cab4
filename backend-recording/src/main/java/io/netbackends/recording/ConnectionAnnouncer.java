// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ExtraInfo;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a recorder of each connection that a backend opened or failed to open. Exceptions of the recorder do not reach the
 * caller.
 */
final class ConnectionAnnouncer {
    /**
     * The requested address; null if the connection was accepted. Evaluated where an exception does not affect the caller.
     */
    interface Target {
        @Nullable
        SocketAddress address();

        /** When the connect began; null if there was none. */
        default @Nullable Instant begin() {
            return null;
        }

        /** When the lookup ended; null if there was none, or the backend does not report it. */
        default @Nullable Instant lookedUp() {
            return null;
        }
    }

    private final Object backend;
    private final Recorder recorder;
    private final boolean asynchronous;
    private final WarnOnce warning = new WarnOnce();

    /**
     * Creates an announcer.
     *
     * @param backend opens the connections
     * @param asynchronous whether the calls on their streams do not wait
     */
    ConnectionAnnouncer(Object backend, Recorder recorder, boolean asynchronous) {
        this.backend = backend;
        this.recorder = Objects.requireNonNull(recorder, "recorder");
        this.asynchronous = asynchronous;
    }

    /**
     * Announces a stream. Returns the stream for the caller: a recording one, or the stream itself if it is not recorded.
     *
     * @param extraInfo of the stream
     * @param recording wraps the stream in one that reports its traffic to a recorder
     */
    <S> S opened(
            S stream,
            Function<String, @Nullable Object> extraInfo,
            Target target,
            Function<FailsafeRecorder, ? extends S> recording) {
        return opened(
                stream,
                () -> info(
                        address(extraInfo, ExtraInfo.CLIENT_ADDR), address(extraInfo, ExtraInfo.SERVER_ADDR), target),
                recording);
    }

    /**
     * Announces the object that carries a connection, a stream or a TLS engine. Returns the object for the caller: a
     * recording one, or the carrier itself if it is not recorded.
     *
     * @param connection evaluated where an exception does not affect the caller
     * @param recording wraps the carrier in one that reports its traffic to a recorder
     */
    <S> S opened(S carrier, Supplier<ConnectionInfo> connection, Function<FailsafeRecorder, ? extends S> recording) {
        try {
            // Everything is allocated before the recorder learns of the connection, so a shortage of memory cannot
            // leave it with a connection that has no events.
            ConnectionInfo info = connection.get();
            FailsafeRecorder failsafe = new FailsafeRecorder(warning);
            S recorded = recording.apply(failsafe);
            ConnectionRecorder told = recorder.opened(info);
            failsafe.begin(Objects.requireNonNull(told, "opened() returned null"));
            return told == ConnectionRecorder.ignoring() ? carrier : recorded;
        } catch (Throwable failure) {
            missed();
            warning.warn("a recorder failed; the connection continues unrecorded", failure);
            return carrier;
        }
    }

    /** Describes a connection that this side opened; its local address and times are unknown. */
    ConnectionInfo connected(@Nullable SocketAddress peer) {
        return new ConnectionInfo(null, peer, false, peer, backend.toString(), asynchronous, null, null);
    }

    /** Describes a connection that the peer opened; its local address is unknown. */
    ConnectionInfo accepted(@Nullable SocketAddress peer) {
        return new ConnectionInfo(null, peer, true, null, backend.toString(), asynchronous, null, null);
    }

    void failed(Target target, IOException failure) {
        try {
            recorder.connectFailed(info(null, null, target), failure);
        } catch (Throwable e) {
            missed();
            warning.warn("a recorder failed; a connection that could not be opened is not recorded", e);
        }
    }

    private ConnectionInfo info(@Nullable SocketAddress client, @Nullable SocketAddress server, Target target) {
        SocketAddress asked = target.address();
        boolean accepted = asked == null;
        return new ConnectionInfo(
                accepted ? server : client,
                accepted ? client : server,
                accepted,
                asked,
                backend.toString(),
                asynchronous,
                target.begin(),
                target.lookedUp());
    }

    private static @Nullable SocketAddress address(
            Function<String, @Nullable Object> extraInfo, ExtraInfo<SocketAddress> key) {
        return key.type().cast(extraInfo.apply(key.name()));
    }

    private void missed() {
        if (recorder instanceof FileRecorder file) {
            file.connectionMissed();
        }
    }
}
