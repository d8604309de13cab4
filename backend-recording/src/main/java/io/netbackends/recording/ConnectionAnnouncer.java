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

/** Tells a recorder of the connections of a backend, opened or not: nothing that the recorder throws gets through. */
final class ConnectionAnnouncer {
    /** What was asked for; null if the connection was accepted. Evaluated where a failure does no harm. */
    interface Target {
        @Nullable
        SocketAddress address();

        /** When the connect began; null if there was none. */
        default @Nullable Instant begin() {
            return null;
        }

        /** When its lookup ended; null if there was none, or the backend does not tell. */
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
     * Announces a stream, and returns what its user gets: the stream itself, unless it is recorded.
     *
     * @param extraInfo of the stream
     * @param recording makes a stream that tells a recorder what passes through this one
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
     * Announces what carries a connection, and returns what its user gets: the carrier itself, unless it is recorded.
     *
     * @param connection evaluated where a failure does no harm
     * @param recording makes a carrier that tells a recorder what passes through this one
     */
    <S> S opened(S carrier, Supplier<ConnectionInfo> connection, Function<FailsafeRecorder, ? extends S> recording) {
        try {
            // All memory that this takes is taken before the recorder hears of the connection: what it is told, it can
            // record.
            ConnectionInfo info = connection.get();
            FailsafeRecorder failsafe = new FailsafeRecorder(warning);
            S recorded = recording.apply(failsafe);
            ConnectionRecorder told = recorder.opened(info);
            failsafe.begin(Objects.requireNonNull(told, "opened() returned null"));
            return told == ConnectionRecorder.ignoring() ? carrier : recorded;
        } catch (Throwable failure) {
            missed();
            warning.warn("a recorder failed; the connection goes on, unrecorded", failure);
            return carrier;
        }
    }

    /** Describes a connection of which no more than the peer is known, if that. */
    ConnectionInfo connected(@Nullable SocketAddress peer) {
        return new ConnectionInfo(null, peer, false, peer, backend.toString(), asynchronous, null, null);
    }

    /** Describes a connection that the peer opened, of which no more than the peer is known, if that. */
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
