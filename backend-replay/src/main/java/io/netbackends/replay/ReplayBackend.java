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
 * Serves a recording in place of the network: nothing is looked up, and no connection is opened.
 *
 * <p>The connections to each target are those of the recording, in its order. What the program writes is compared with what
 * was recorded, in writes of whatever sizes; what it reads comes in the pieces in which it came then, as soon as it has
 * written what had been written before. So a program that writes less waits for an answer until its deadline. The end of the
 * stream, resets and other failures come where they came; where a deadline ended a read, it is waited for. TLS starts where
 * it started, without a handshake; protocol, cipher and application protocol are those of then, and certificates are not
 * there. Socket options are remembered and have no effect. A program that does something else gets a {@link ReplayMismatchException}.
 *
 * <p>Credentials that were redacted may be any. Bytes that were not kept, since the recording was limited, may be
 * any where they were written, and are a failure where they were read.
 *
 * <p>The file is read once when the backend is created, and then bit by bit; it must stay as it is. Safe for use by several
 * threads; uses no thread, and leaves no file open.
 */
public final class ReplayBackend implements NetworkBackendInterface {
    /** Much longer than what a client writes at once takes to come. */
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
     * Takes the next connection of the recording to this target. The name of the host is compared, in any case; an IP
     * address may be written in any way.
     *
     * @throws ReplayMismatchException if there is none
     * @throws IOException as it was recorded
     */
    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        HostAndPort target = new HostAndPort(host, port);
        return connect(InetSocketAddress.createUnresolved(target.host(), port), "connect to " + target);
    }

    /**
     * As {@link #connect(String, int)}: since no connection is opened, addresses, local address and options do not matter.
     *
     * @throws ReplayMismatchException if there is none
     * @throws IOException as it was recorded
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
     * @throws ReplayMismatchException if there is none
     * @throws IOException as it was recorded
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
     * Plays the other side of the recorded connections to real clients, in the order in which they speak. A client gets a
     * connection when it has sent something, or at once if the server was recorded to speak first. Where TLS was started, it is
     * not: the clients speak plaintext. A client whose HTTP/1.1 request is not the recorded one gets a response of the status
     * 409 with the difference.
     *
     * @param target only the connections to it; null: all of them, those that were accepted included
     * @return a handler that fails with a {@link ReplayMismatchException} if there is no connection left, or the client does
     *     something else than was recorded
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
         * Leaves it to a matcher whether what is written will do. Also, where no connection was recorded to a target, one to
         * the same host and another port is taken.
         *
         * @param matcher such as {@link WriteMatcher#http}
         * @return this
         */
        public Builder lenient(WriteMatcher matcher) {
            settings = settings.with(Objects.requireNonNull(matcher, "matcher"));
            return this;
        }

        /**
         * Lets reads take as long after the event before them as they took when they were recorded. By default, they take no
         * time.
         *
         * @return this
         */
        public Builder recordedPace() {
            settings = settings.withPace();
            return this;
        }

        /**
         * Begins again with the first connection to a target behind the last one. By default, there are no more then.
         *
         * @return this
         */
        public Builder repeat() {
            settings = settings.withRepetition();
            return this;
        }

        /**
         * Tells what has replaced secrets in the recording: what the program writes is treated likewise before it is compared,
         * or shown in a message. Ignored for a recording that names another redaction. What {@link Redaction#ofCredentials()}
         * has replaced needs no such setting.
         *
         * @param value the one that was used for the recording
         * @return this
         */
        public Builder redaction(Redaction value) {
            settings = settings.with(Objects.requireNonNull(value, "redaction"));
            return this;
        }

        /**
         * Adds advice to the messages of mismatches, except where another recording would not help.
         *
         * @param text what to do about one, after a line break; by default empty
         * @return this
         */
        public Builder advice(String text) {
            settings = settings.withAdvice(Objects.requireNonNull(text, "advice"));
            return this;
        }

        /**
         * Reads the file.
         *
         * @return a backend that stands at the beginning of the recording
         * @throws MalformedRecordingException if it is not a recording
         * @throws IOException if it cannot be read
         */
        public ReplayBackend build() throws IOException {
            return new ReplayBackend(file, settings);
        }
    }
}
