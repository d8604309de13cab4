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
 * <p>In the name of the file, {@code %h} is the name of this host, {@code %p} the PID, {@code %t} the
 * time, {@code %n} the number of the file, from 1, where there are several, and {@code %%} a percent sign. The file is
 * created readable by its owner alone where the file system has POSIX permissions, and locked: no two recorders ever write
 * to one file, not in several processes either, unless it is a pipe or a device. (On Linux and macOS the lock against other
 * processes is gone once this one reads the file.)
 *
 * <p>Each event is in the file before the call on the stream ends: if the process is killed, the file can be read up to its
 * last event. But a call waits 1 s at most for room and 1 s for the file, and not at all while others have waited in vain;
 * so no caller hangs where the disk does. What there is no room for, since 16 MiB, or a sixteenth of the heap if that is less,
 * are waiting to be written, is lost, as is what cannot be written. The first time that happens, there is a warning from
 * the {@link System.Logger} {@code io.netbackends.recording}; the recording says how much is missing and where; the streams
 * are not affected.
 *
 * <p>Asynchronous calls do not wait for the file, whatever was chosen: an event is in the queue before the future of its call is
 * complete, and in the file soon after, as {@linkplain Builder#writeInBackground in the background}. What there is no room for is
 * lost at once.
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
     * @throws IllegalArgumentException if the name has a percent sign before another character than those above
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
     * Returns how many events are missing in the recording: those that there was no room, memory or thread for, that could not be
     * written, or that came after it was closed.
     *
     * @return the number; after {@link #close}, it includes those that are still waiting to be written
     */
    public long lostEvents() {
        return recorder.lost() + queue.lost() + writer.lost();
    }

    /** Notes that a connection could not be recorded at all. */
    void connectionMissed() {
        recorder.connectionMissed();
    }

    /**
     * Writes what is waiting, for 2 s at most, and closes the file. Streams may still be in use: what happens on them is lost.
     * Idempotent.
     *
     * @throws IOException if the file cannot be closed, or something is still waiting to be written
     */
    @Override
    public void close() throws IOException {
        recorder.close();
    }

    /** Returns, for instance, {@code <FileRecorder ["/tmp/record.ndjson"]>}, whatever the number of the current file. */
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
         * @param value by default, the one that the file's extension suggests
         * @return this
         */
        public Builder format(RecordingFormat value) {
            format = Objects.requireNonNull(value, "format");
            return this;
        }

        /**
         * Sets what replaces credentials.
         *
         * @param value by default {@link Redaction#ofCredentials()}
         * @return this
         */
        public Builder redaction(Redaction value) {
            redaction = Objects.requireNonNull(value, "redaction");
            return this;
        }

        /**
         * Sets which connections are recorded. A pattern is a host or an IP address, an asterisk in it standing for any
         * characters, perhaps with a port, such as {@code *.example.com} or {@code 127.0.0.1:443}; or the path of a UNIX-domain
         * socket. It is compared, in any case, with what the program asked for, and with the address of the peer.
         *
         * @param recorded patterns of which one must match; none, the default: all are recorded
         * @param skipped patterns of which none may match
         * @return this
         * @throws IllegalArgumentException if a pattern is empty
         */
        public Builder hosts(List<String> recorded, List<String> skipped) {
            hosts = new HostFilter(recorded, skipped);
            return this;
        }

        /**
         * Sets how much of a connection is kept. After that, only the numbers of bytes are recorded.
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
         * Has a file that exists refused. By default it is appended to, and its permissions stay as they are.
         *
         * @return this
         */
        public Builder refuseExistingFile() {
            refuse = true;
            return this;
        }

        /**
         * Has events written in the background, so that streams are faster: what happened during the last milliseconds is
         * not in the file if the process is killed. When the JVM exits, it waits for the file for 2 s at most.
         *
         * @return this
         */
        public Builder writeInBackground() {
            background = true;
            return this;
        }

        /**
         * Sets the size at which another file is begun, one that does not exist yet: where the name has no {@code %n}, the
         * number comes before its extension, {@code record-2.ndjson}. A file ends with the event that reaches the size.
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
         * Sets how many files are kept: when one more is begun, the oldest one is deleted, of those of this recorder.
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
         * @throws java.nio.file.FileAlreadyExistsException if the file exists, and was to be refused
         * @throws IOException if the file cannot be opened for writing, something else records to it, or it holds something
         *     that cannot be appended to in this format
         */
        public FileRecorder open() throws IOException {
            return open(FileEventWriter::new);
        }

        /**
         * Opens the file, or if something else records to it, the next one by number that can be recorded to: another
         * recorder must not keep a program from its work.
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

        /** An interrupt closes the channel that it finds in use; it concerns the streams, and not the file. */
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
