// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.RecordingFormat;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records connections to a file, in any {@link RecordingFormat}.
 *
 * <pre>{@code
 * try (FileRecorder recorder = FileRecorder.builder("http-%p.pcapng").open()) {
 *     NetworkBackendInterface net = new RecordingBackend(new NetworkBackend(), recorder);
 *     …
 * }
 * }</pre>
 *
 * <p>In the name of the file, {@code %h} is the name of this host, {@code %p} the PID, {@code %t} the time, {@code %n} the
 * number of the file, from 1, if there are several, and {@code %%} a percent sign. If the file system has POSIX permissions,
 * the file is created with mode 0600. It is locked: no two recorders write to one file, even in different processes, unless
 * it is a pipe or a device. (On Linux and macOS, closing any other descriptor of the file in this process, for example after
 * reading it, releases the lock against other processes.)
 *
 * <p>Each event is in the file before the call on the stream ends: if the process is killed, the file is complete up to its
 * last event. A call waits at most 1 s for room in the queue and 1 s for the file. After one call has waited without
 * success, later calls do not wait until the file makes progress again, so a hanging disk delays callers only briefly. The
 * queue holds 16 MiB, or a sixteenth of the heap if that is less. Events that do not fit, or cannot be written, are lost.
 * The first loss is logged as a warning by the {@link System.Logger} {@code io.netbackends.recording}. The recording shows
 * the position and size of each loss; streams are not affected.
 *
 * <p>Asynchronous calls never wait for the file, regardless of the settings: an event is in the queue before the future of
 * its call is complete, and in the file soon after, as with {@link Builder#writeInBackground}. If the queue has no room, the
 * event is lost.
 *
 * <p>Safe for use by several threads.
 */
public final class FileRecorder implements Recorder, Closeable {
    private final EventRecorder recorder;
    private final QueuedEventSink queue;
    private final FileEventWriter writer;
    private final FileNamePattern names;

    private FileRecorder(EventRecorder recorder, QueuedEventSink queue, FileEventWriter writer, FileNamePattern names) {
        this.recorder = recorder;
        this.queue = queue;
        this.writer = writer;
        this.names = names;
    }

    /**
     * Begins the settings of a recorder.
     *
     * @param file the name of the file
     * @return settings, all at their defaults
     * @throws IllegalArgumentException if a percent sign precedes a character other than those above
     * @throws java.nio.file.InvalidPathException if it cannot be a name of a file
     */
    public static Builder builder(String file) {
        return new Builder(new FileNamePattern(file, Instant.now()));
    }

    @Override
    public ConnectionRecorder opened(ConnectionInfo connection) {
        return recorder.opened(connection);
    }

    @Override
    public void connectFailed(ConnectionInfo attempt, IOException failure) {
        recorder.connectFailed(attempt, failure);
    }

    /**
     * Returns the number of events missing in the recording: for lack of room, memory or threads, because they could not be
     * written, or because they occurred after it was closed.
     *
     * @return the number; after {@link #close}, including events still in the queue
     */
    public long lostEvents() {
        return recorder.lost() + queue.lost() + writer.lost();
    }

    /** Notes that a connection could not be recorded at all. */
    void connectionMissed() {
        recorder.connectionMissed();
    }

    /**
     * Writes the queued events, for at most 2 s, and closes the file. If streams are still in use, their later events are
     * lost. Idempotent.
     *
     * @throws IOException if the file cannot be closed, or events remain in the queue
     */
    @Override
    public void close() throws IOException {
        recorder.close();
    }

    /** Returns, for instance, {@code <FileRecorder ["/tmp/record.ndjson"]>}: the name of the first file. */
    @Override
    public String toString() {
        return "<FileRecorder [\"" + names + "\"]>";
    }

    /** Collects the settings of a {@link FileRecorder}. Not safe for use by several threads. */
    public static final class Builder {
        static final int DEFAULT_FILES = 10;

        private final FileNamePattern names;
        private @Nullable RecordingFormat format;
        private Redaction redaction = Redaction.ofCredentials();
        private HostFilter hosts = HostFilter.ALL;
        private long bytesPerConnection = Long.MAX_VALUE;
        private boolean refuse;
        private boolean background;
        private long maxFileSize = Long.MAX_VALUE;
        private int maxFiles = DEFAULT_FILES;

        private Builder(FileNamePattern names) {
            this.names = names;
        }

        /**
         * Sets the format.
         *
         * @param value the format; by default inferred from the file extension
         * @return this
         */
        public Builder format(RecordingFormat value) {
            format = Objects.requireNonNull(value, "format");
            return this;
        }

        /**
         * Sets the redaction of credentials.
         *
         * @param value by default {@link Redaction#ofCredentials()}
         * @return this
         */
        public Builder redaction(Redaction value) {
            redaction = Objects.requireNonNull(value, "redaction");
            return this;
        }

        /**
         * Sets which connections are recorded. A pattern is a host or an IP address, in which an asterisk matches any
         * characters, optionally with a port, such as {@code *.example.com} or {@code 127.0.0.1:443}; or the path of a
         * UNIX-domain socket. It is matched, case-insensitively, against the requested target and the address of the peer.
         *
         * @param recorded one of these patterns must match; if there are none, the default, all connections are recorded
         * @param skipped none of these patterns may match
         * @return this
         * @throws IllegalArgumentException if a pattern is empty
         */
        public Builder hosts(List<String> recorded, List<String> skipped) {
            hosts = new HostFilter(recorded, skipped);
            return this;
        }

        /**
         * Limits the recorded bytes of a connection. Beyond the limit, only the numbers of bytes are recorded.
         *
         * @param value bytes, of both directions together, at least 0; unlimited by default
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxBytesPerConnection(long value) {
            bytesPerConnection = positive("bytes per connection", value, 0);
            return this;
        }

        /**
         * Rejects an existing file. By default, events are appended to it, and its permissions do not change.
         *
         * @return this
         */
        public Builder refuseExistingFile() {
            refuse = true;
            return this;
        }

        /**
         * Writes events in the background, so that streams are faster. If the process is killed, the events of the last
         * milliseconds are lost. When the JVM exits, it waits for the file for at most 2 s.
         *
         * @return this
         */
        public Builder writeInBackground() {
            background = true;
            return this;
        }

        /**
         * Sets the size at which a new file is started. If the name has no {@code %n}, the number is inserted before the
         * extension: {@code record-2.ndjson}. A file ends with the event that reaches the size.
         *
         * @param value bytes, at least 1; unlimited by default
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxFileSize(long value) {
            maxFileSize = positive("maximum file size", value, 1);
            return this;
        }

        /**
         * Sets the maximum number of files: when another one is started, the oldest one of this recorder is deleted.
         *
         * @param value at least 1; 10 by default
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxFiles(int value) {
            maxFiles = (int) positive("number of files", value, 1);
            return this;
        }

        /**
         * Opens the file.
         *
         * @return a recorder, to be closed by the caller
         * @throws IllegalArgumentException if no format was set, and the name suggests none, see {@link RecordingFormat#of}
         * @throws java.nio.file.NoSuchFileException if the directory of the file does not exist
         * @throws java.nio.file.FileAlreadyExistsException if the file exists, and existing files are rejected
         * @throws IOException if the file cannot be opened for writing, another recorder uses it, or its content is not of
         *     this format
         */
        public FileRecorder open() throws IOException {
            return open(FileEventWriter::new);
        }

        /**
         * Opens the file or, if another recorder uses it, the next free one by number, so that a second recorder does not
         * fail.
         */
        FileRecorder openThisOrNext() throws IOException {
            return open(FileEventWriter::openThisOrNext);
        }

        private interface Opener {
            FileEventWriter open(FileEventWriter.Settings settings) throws IOException;
        }

        private FileRecorder open(Opener opener) throws IOException {
            RecordingFormat chosen = format != null ? format : RecordingFormat.of(names.of(1));
            FileEventWriter writer = uninterrupted(
                    opener,
                    new FileEventWriter.Settings(names, chosen, redaction.toString(), refuse, maxFileSize, maxFiles));
            QueuedEventSink queue = new QueuedEventSink(writer, background, names.toString());
            EventRecorder.Rules rules = new EventRecorder.Rules(redaction, hosts, bytesPerConnection);
            return new FileRecorder(new EventRecorder(queue, rules), queue, writer, names);
        }

        /**
         * Runs without the interrupt flag, since an interrupt, which is meant for the stream, would close the channel of the
         * file.
         */
        private static FileEventWriter uninterrupted(Opener opener, FileEventWriter.Settings settings)
                throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                return opener.open(settings);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private static long positive(String name, long value, long least) {
            if (value < least) {
                throw new IllegalArgumentException(name + " (" + value + ") must be at least " + least);
            }
            return value;
        }
    }
}
