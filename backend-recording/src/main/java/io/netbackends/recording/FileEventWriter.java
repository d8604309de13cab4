// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.EventEncoder;
import io.netbackends.recording.format.RecordingFormat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to a series of files. Counts the events that it cannot write; the next successful write adds an event with
 * that count.
 */
final class FileEventWriter implements EventWriter {
    /**
     * The settings of the files.
     *
     * @param names the pattern of their names
     * @param format how events are written
     * @param redaction a description, written into the file
     * @param refuse whether to reject existing files
     * @param maxSize the size in bytes at which the next file is started
     * @param maxFiles the maximum number of files of this writer; the oldest is deleted
     */
    record Settings(
            FileNamePattern names,
            RecordingFormat format,
            String redaction,
            boolean refuse,
            long maxSize,
            int maxFiles) {}

    private static final int WRITE_AT = 256 * 1024;
    private static final int MAX_ATTEMPTS = 1000;

    private final Settings settings;
    private final EventEncoder encoder;
    private final String recording = UUID.randomUUID().toString();
    private final Deque<Path> finished = new ArrayDeque<>();
    private final WarnOnce warning = new WarnOnce();
    private final AtomicLong lost = new AtomicLong();

    /** Events in the buffer. */
    private final LossCounter buffered = new LossCounter();

    /** Events that were not written, and whose loss the buffer reports. */
    private final LossCounter reportedLosses = new LossCounter();

    /** Events that were not written, and whose loss is not yet reported. */
    private final LossCounter unreportedLosses = new LossCounter();

    private Path path;
    private @Nullable RecordingFile file;
    private int number;

    /** Whether the first file is a named pipe that is not open yet. */
    private boolean pipe;

    private int part = 1;
    private boolean begun;
    private boolean beginWritten;

    /**
     * Opens the first file. A named pipe is opened only by the first write, since opening it blocks until it has a reader.
     *
     * @throws FileInUseException if another recorder writes to it
     * @throws IOException if it cannot be written to, or its content is in another format
     */
    FileEventWriter(Settings settings) throws IOException {
        this(settings, 1);
    }

    private FileEventWriter(Settings settings, int number) throws IOException {
        this.settings = settings;
        this.encoder = new EventEncoder(settings.format);
        this.number = number;
        this.path = settings.names.of(number);
        if (RecordingFile.isPipe(path)) {
            this.pipe = true;
            return;
        }
        this.file = RecordingFile.open(path, settings.format, settings.refuse);
        try {
            begin();
            flush();
        } catch (Throwable e) { // even an OutOfMemoryError must not leave the file locked
            file.close();
            throw e;
        }
    }

    /**
     * Opens the first file in the series that no other recorder uses and whose content is in this format.
     *
     * @throws IOException if there is none, or the very first file cannot be written to
     */
    static FileEventWriter openThisOrNext(Settings settings) throws IOException {
        try {
            return new FileEventWriter(settings);
        } catch (FileInUseException first) {
            for (int number = 2; number <= MAX_ATTEMPTS; number++) {
                try {
                    FileEventWriter writer = new FileEventWriter(settings, number);
                    writer.warning.warn(
                            "another recorder writes to " + settings.names.of(1) + "; recording to " + writer.path,
                            null);
                    return writer;
                } catch (FileSystemException e) { // in use, or its content is in another format
                    first.addSuppressed(e);
                }
            }
            throw first;
        }
    }

    /** How many events were not written. */
    long lost() {
        return lost.get();
    }

    @Override
    public boolean wantsBeforeRead() {
        return encoder.wantsBeforeRead();
    }

    @Override
    public void write(Event event) {
        RecordingFile current = current();
        if (current == null) {
            unreportedLosses.add(event);
            lost.incrementAndGet();
            return;
        }
        try {
            begin();
            if (unreportedLosses.events() > 0) {
                encoder.encode(unreportedLosses.asLost(event.time(), 0));
                reportedLosses.add(unreportedLosses);
                unreportedLosses.clear();
            }
            encoder.encode(event);
        } catch (RuntimeException | Error failure) { // for example an OutOfMemoryError
            unreportedLosses.add(event);
            lost.incrementAndGet();
            warn(failure);
            return;
        }
        buffered.add(event);
        if (encoder.size() >= WRITE_AT || current.size() + encoder.size() >= settings.maxSize) {
            flush();
        }
    }

    @Override
    public void beforeRead(long connection) {
        if (file != null) {
            encoder.beforeRead(connection);
        }
    }

    @Override
    public void flush() {
        if (file == null || encoder.size() == 0) {
            return;
        }
        try {
            file.write(encoder.take());
            beginWritten = begun;
        } catch (IOException | RuntimeException | Error failure) {
            begun = beginWritten;
            encoder.introduceAgain();
            lost.addAndGet(buffered.events());
            unreportedLosses.add(reportedLosses);
            unreportedLosses.add(buffered);
            warn(failure);
        }
        buffered.clear();
        reportedLosses.clear();
        if (file.size() >= settings.maxSize) {
            finish(file);
        }
    }

    @Override
    public void addLosses(long events) {
        unreportedLosses.add(events);
    }

    @Override
    public void close() throws IOException {
        if (unreportedLosses.events() > 0 && current() != null) {
            begin();
            encoder.encode(unreportedLosses.asLost(Instant.now(), 0));
        }
        flush();
        if (file != null) {
            file.close();
        }
    }

    private void begin() {
        if (!begun) {
            encoder.begin(recording, part, Instant.now(), settings.redaction);
            begun = true;
        }
    }

    /** Closes this file, which is complete. */
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

    /**
     * Returns the current file, and opens the next one if there is none; null if that fails. Files of other recorders are
     * left unchanged.
     */
    private @Nullable RecordingFile current() {
        try {
            if (pipe) {
                file = RecordingFile.open(path, settings.format, settings.refuse);
                pipe = false;
            }
            while (file == null) {
                path = settings.names.of(++number);
                file = openUnlessExists(path);
                begun = false;
                beginWritten = false;
            }
        } catch (IOException | RuntimeException | Error failure) {
            number -= pipe ? 0 : 1;
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

    private void warn(Throwable failure) {
        warning.warn("recording to " + path + " failed; lost events are counted there", failure);
    }
}
