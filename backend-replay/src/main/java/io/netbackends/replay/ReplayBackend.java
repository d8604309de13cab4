// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.CancellableCall;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.recording.Redaction;
import io.netbackends.recording.format.Event;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.NetworkStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves a recording instead of the network: nothing is looked up, and no connection is opened.
 *
 * <p>The connections to each target are those of the recording, in its order. The bytes that the program writes are compared
 * with the recorded ones, independent of the sizes of writes. Reads return the recorded pieces, each as soon as the program
 * has written the bytes recorded before it. So a program that writes less waits for a response until its deadline. The end
 * of the stream, resets and other failures occur at their recorded positions. If a recorded read timed out, the replayed one
 * waits for the program's deadline. TLS starts at its recorded position, without a handshake; the session has the recorded
 * protocol, cipher, application protocol and, if any, certificates of the peer. Socket options are stored but have no
 * effect. If the program deviates, it gets a {@link ReplayMismatchException}.
 *
 * <p>Redacted credentials match any value. Bytes beyond the limit of the recording match any written bytes; reading them
 * fails.
 *
 * <p>The file is read once when the backend is created, and then in pieces; it must not change. Safe for use by several
 * threads; uses no thread, and leaves no file open.
 */
public final class ReplayBackend implements NetworkBackendInterface {
    /** Much longer than the gap between the packets of one write of a client. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ReopeningFile file;
    private final ConnectionQueue connections;
    private final ReplaySettings settings;

    private ReplayBackend(ReopeningFile file, ReplaySettings settings) throws IOException {
        this.file = file;
        this.settings = settings;
        this.connections = new ConnectionQueue(file, RecordingIndex.of(file), settings);
    }

    /**
     * Replays a recording strictly.
     *
     * @param recording a file in the format {@code netbackends-ndjson 1}
     * @return the backend
     * @throws MalformedRecordingException if it is not a recording
     * @throws IOException if it cannot be read
     */
    public static ReplayBackend of(Path recording) throws IOException {
        return builder(recording).build();
    }

    /**
     * Begins the settings of a backend.
     *
     * @param recording a file in the format {@code netbackends-ndjson 1}
     * @return settings, all at their defaults
     */
    public static Builder builder(Path recording) {
        return new Builder(new ReopeningFile(Objects.requireNonNull(recording, "recording")));
    }

    /**
     * Takes the next connection of the recording to this target. Host names are case-insensitive; an IP address may be in
     * any notation.
     *
     * @throws ReplayMismatchException if there is none left
     * @throws IOException if the recorded connect failed
     */
    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        HostAndPort target = new HostAndPort(host, port);
        return connect(InetSocketAddress.createUnresolved(target.host(), port), "connect to " + target);
    }

    /**
     * As {@link #connect(String, int)}: since no connection is opened, addresses, local address and options are ignored.
     *
     * @throws ReplayMismatchException if there is none left
     * @throws IOException if the recorded connect failed
     */
    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        return CancellableCall.call(
                request.cancellation(),
                "connect to " + request,
                () -> connect(request.host(), request.port())); // may block
    }

    /**
     * As {@link #connect(String, int)}, for any kind of address that was recorded.
     *
     * @throws ReplayMismatchException if there is none left
     * @throws IOException if the recorded connect failed
     */
    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        return address instanceof InetSocketAddress inet
                ? connect(ConnectRequest.to(inet))
                : connect(address, "connect to " + RecordedAddress.text(address));
    }

    private NetworkStreamInterface connect(SocketAddress target, String operation) throws IOException {
        WriteProgress progress = new WriteProgress(InstantSource.system());
        DeadlineWait.check(operation);
        RecordedConnection connection = connections.next(target, operation);
        if (connection.first() instanceof Event.ConnectFailed failed) {
            throw failure(failed, operation, progress);
        }
        return open(connection, progress).stream();
    }

    private OpenReplay open(RecordedConnection connection, WriteProgress progress) {
        Event.Opened opened = connection.opened();
        String peer = RecordedAddress.text(opened.remote() != null ? opened.remote() : connection.target());
        WriterCursor writes = new WriterCursor(connection, progress, settings, "write to " + peer);
        WriteMatcher matcher = settings.matcher();
        WriteVerifier side =
                matcher == null ? new StrictWriteVerifier(writes) : new MatchingWriteVerifier(writes, matcher);
        ReplayTransport transport = new ReplayTransport(connection, side, progress, peer, settings);
        return new OpenReplay(new NetworkStream(transport, peer), transport);
    }

    /**
     * Serves the recorded connections to real clients, in the order in which they send. A client gets a connection when it
     * has sent bytes, or immediately if the recorded server sent first. TLS is not started: clients use plaintext. If an
     * HTTP/1.1 request does not match the recorded one, the client gets a response of status 409 with the difference.
     *
     * @param target limits the connections to this target; null for all connections, including accepted ones
     * @return a handler that fails with a {@link ReplayMismatchException} if there is no connection left, or the client
     *     deviates from the recording
     */
    public NetworkServer.Handler handler(@Nullable SocketAddress target) {
        return handler(target, PAUSE);
    }

    NetworkServer.Handler handler(@Nullable SocketAddress target, Duration pause) {
        String operation = target == null ? "serve" : "serve " + RecordedAddress.text(target);
        return new ReplayHandler(
                new ReplayHandler.Source() {
                    @Override
                    public OpenReplay next() throws IOException {
                        return served(connections.nextServed(target, operation));
                    }

                    @Override
                    public @Nullable OpenReplay nextThatSpeaksFirst() throws IOException {
                        RecordedConnection next = connections.nextServedThatSpeaksFirst(target);
                        return next == null ? null : served(next);
                    }
                },
                pause);
    }

    private OpenReplay served(RecordedConnection connection) {
        return open(connection, new WriteProgress(InstantSource.system()));
    }

    private static IOException failure(Event.ConnectFailed failed, String operation, WriteProgress progress)
            throws IOException {
        if (RecordedFailures.isTimeout(failed.failure()) || RecordedFailures.isOwn(failed.failure())) {
            progress.awaitEnd(operation);
        }
        return NetworkFailures.during(operation, RecordedFailures.of(failed.failure(), operation));
    }

    /** Returns, for instance, {@code <ReplayBackend ["record.ndjson"]>}. */
    @Override
    public String toString() {
        return "<ReplayBackend [\"" + file + "\"]>";
    }

    /** Collects the settings of a {@link ReplayBackend}. Not safe for use by several threads. */
    public static final class Builder {
        private final ReopeningFile file;
        private ReplaySettings settings = ReplaySettings.DEFAULT;

        private Builder(ReopeningFile file) {
            this.file = file;
        }

        /**
         * Sets the matcher that decides whether written bytes match. If no connection to a target was recorded, one to the
         * same host and another port is used.
         *
         * @param matcher such as {@link WriteMatcher#http}
         * @return this
         */
        public Builder lenient(WriteMatcher matcher) {
            settings = settings.with(Objects.requireNonNull(matcher, "matcher"));
            return this;
        }

        /**
         * Delays reads as recorded, relative to the previous event. By default, there is no delay.
         *
         * @return this
         */
        public Builder recordedPace() {
            settings = settings.withPace();
            return this;
        }

        /**
         * Restarts with the first connection to a target after the last one. By default, there are no more.
         *
         * @return this
         */
        public Builder repeat() {
            settings = settings.withRepetition();
            return this;
        }

        /**
         * Sets the redaction of the recording, which is then applied to written bytes before they are compared, or shown in
         * a message. Ignored if the recording names another redaction. Not needed for {@link Redaction#ofCredentials()}.
         *
         * @param value the redaction used for the recording
         * @return this
         */
        public Builder redaction(Redaction value) {
            settings = settings.with(Objects.requireNonNull(value, "redaction"));
            return this;
        }

        /**
         * Adds advice to the messages of mismatches, except where another recording would not help.
         *
         * @param text appended after a line break; by default empty
         * @return this
         */
        public Builder advice(String text) {
            settings = settings.withAdvice(Objects.requireNonNull(text, "advice"));
            return this;
        }

        /**
         * Reads the file.
         *
         * @return a backend at the beginning of the recording
         * @throws MalformedRecordingException if it is not a recording
         * @throws IOException if it cannot be read
         */
        public ReplayBackend build() throws IOException {
            return new ReplayBackend(file, settings);
        }
    }
}
