// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to a file, then to the next one. What cannot be written is counted, and as soon as the file takes something
 * again, it is told how much it missed.
 */
final class FileEventWriter implements EventWriter {
    /**
     * What the files are like.
     *
     * @param names of the files
     * @param format how events are written
     * @param redaction in words
     * @param refuse whether they must not exist
     * @param maxSize the size in bytes at which the next one is begun
     * @param maxFiles how many are kept, of those that were begun here
     */
    record Settings(
            FileNames names, RecordingFormat format, String redaction, boolean refuse, long maxSize, int maxFiles) {}

    private static final int WRITE_AT = 256 * 1024;

    private final Settings settings;
    private final EventFormat format;
    private final String recording = UUID.randomUUID().toString();
    private final Buffer buffer = new Buffer();
    private final Deque<Path> finished = new ArrayDeque<>();
    private final WarnOnce warning = new WarnOnce();
    private final AtomicLong lost = new AtomicLong();

    /** Events in the buffer. */
    private final Tally buffered = new Tally();

    /** Events that were not written, of which the buffer tells. */
    private final Tally confessed = new Tally();

    /** Events that were not written, of which nothing tells yet. */
    private final Tally missed = new Tally();

    private Path path;
    private @Nullable RecordingFile file;
    private int number = 1;
    private int part = 1;
    private boolean begun;
    private boolean beginWritten;

    /**
     * Opens the first file.
     *
     * @throws IOException if it cannot be written to, or is none to append to
     */
    FileEventWriter(Settings settings) throws IOException {
        this.settings = settings;
        this.format = settings.format.create();
        this.path = settings.names.of(number);
        this.file = RecordingFile.open(path, settings.format, settings.refuse);
        try {
            begin();
            flush();
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** How many events were not written. */
    long lost() {
        return lost.get();
    }

    @Override
    public boolean wantsReading() {
        return format.wantsReading();
    }

    @Override
    public void write(Event event) {
        RecordingFile current = current();
        if (current == null) {
            missed.add(event);
            lost.incrementAndGet();
            return;
        }
        begin();
        if (missed.events() > 0) {
            format.write(missed.asLost(event.time(), 0), buffer);
            confessed.add(missed);
            missed.clear();
        }
        format.write(event, buffer);
        buffered.add(event);
        if (buffer.size() >= WRITE_AT || current.size() + buffer.size() >= settings.maxSize) {
            flush();
        }
    }

    @Override
    public void reading(long connection) {
        if (file != null) {
            format.reading(connection, buffer);
        }
    }

    @Override
    public void flush() {
        if (file == null || buffer.size() == 0) {
            return;
        }
        try {
            file.write(buffer.content());
            beginWritten = begun;
        } catch (IOException | RuntimeException failure) {
            begun = beginWritten;
            lost.addAndGet(buffered.events());
            missed.add(confessed);
            missed.add(buffered);
            warn(failure);
        }
        buffer.clear();
        buffered.clear();
        confessed.clear();
        if (file.size() >= settings.maxSize) {
            finish(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (missed.events() > 0 && current() != null) {
            begin();
            format.write(missed.asLost(Instant.now(), 0), buffer);
        }
        flush();
        if (file != null) {
            file.close();
        }
    }

    private void begin() {
        if (!begun) {
            format.begin(new EventFormat.Section(recording, part, Instant.now(), settings.redaction), buffer);
            begun = true;
        }
    }

    /** Leaves this file to its reader. */
    private void finish(RecordingFile full) {
        file = null;
        try {
            full.close();
            finished.add(path);
            while (finished.size() >= settings.maxFiles) {
                Files.deleteIfExists(finished.remove());
            }
        } catch (IOException | RuntimeException failure) {
            warn(failure);
        }
    }

    /** Opens the next file, if there is none; null if that fails. What others recorded stays as it is. */
    private @Nullable RecordingFile current() {
        try {
            while (file == null) {
                path = settings.names.of(++number);
                file = openUnlessExists(path);
                begun = false;
                beginWritten = false;
            }
        } catch (IOException | RuntimeException failure) {
            number--;
            warn(failure);
        }
        return file;
    }

    private @Nullable RecordingFile openUnlessExists(Path next) throws IOException {
        try {
            RecordingFile opened = RecordingFile.open(next, settings.format, true);
            part++;
            return opened;
        } catch (FileAlreadyExistsException e) {
            return null;
        }
    }

    private void warn(Exception failure) {
        warning.warn("recording to " + path + " failed; what is lost is counted there", failure);
    }
}
