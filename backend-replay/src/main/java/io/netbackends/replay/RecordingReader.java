// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import com.fasterxml.jackson.core.JacksonException;
import io.netbackends.recording.format.Event;
import io.netbackends.recording.internal.NdjsonSchema;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a recording in the format {@code netbackends-ndjson 1}, one after another, however long it is.
 *
 * <p>A recording is a file from outside: nothing in it is trusted, and memory is taken for one event at a time, some 50 MiB
 * at the very most, and for the numbers of the connections. What cannot be right is a {@link MalformedRecordingException} that names file and line; after it there is
 * no going on. Kinds of lines and members that are not known are skipped, as is a last line without an end, which a
 * crash has truncated. Of a file whose beginning was cut away, for instance by a tool that rotates logs, the rest is read.
 *
 * <p>Not safe for use by several threads.
 */
public final class RecordingReader implements Closeable {
    private final Closeable resource;
    private final String name;
    private final LineReader lines;
    private final KnownConnections known = new KnownConnections();
    private @Nullable RecordingHeader header;

    /** An event that comes behind the one that was returned. */
    private @Nullable Event following;

    private long cutOffAtStart;
    private boolean ended;

    private RecordingReader(InputStream in, String name) {
        // There is one reader, which reads on where it has stopped.
        this(in, name, new LineReader((position, dst) -> fill(in, dst), name, 0, 1), null);
    }

    /** Reads on from some place, where the header before it is known. */
    RecordingReader(Closeable resource, String name, LineReader lines, @Nullable RecordingHeader header) {
        this.resource = resource;
        this.name = name;
        this.lines = lines;
        this.header = header;
    }

    /**
     * Opens a file.
     *
     * @param file a recording
     * @return a reader at its beginning, to be closed by the caller
     * @throws IOException if the file cannot be opened
     */
    public static RecordingReader open(Path file) throws IOException {
        return of(Files.newInputStream(file), file.toString());
    }

    /**
     * Reads from a stream.
     *
     * @param in closed by {@link #close}
     * @param name for messages
     * @return a reader
     */
    public static RecordingReader of(InputStream in, String name) {
        return new RecordingReader(Objects.requireNonNull(in, "in"), Objects.requireNonNull(name, "name"));
    }

    /**
     * Returns the next event. Where bytes belong to a connection whose beginning is in a part that is missing, an {@link
     * Event.Continued} with what is known comes first; else there is none.
     *
     * @return null at the end
     * @throws MalformedRecordingException if this is no recording, or not from here on
     * @throws IOException if it cannot be read
     */
    public @Nullable Event next() throws IOException {
        Event event = following;
        following = null;
        while (event == null) {
            event = nextEvent();
            if (event == null) {
                return null;
            }
            Event introduction = known.introduction(requireHeader(), event);
            if (introduction != null) {
                following = event;
                return introduction;
            }
            event = known.add(event) ? event : null;
        }
        return event;
    }

    /** Returns the next event as it stands in the file; null at the end. */
    @Nullable
    Event nextEvent() throws IOException {
        for (JsonObjectLine line = nextLine(EventParser.ALL); line != null; line = nextLine(EventParser.ALL)) {
            Event event = event(line);
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    /** {@return what the recording that the last event belongs to says of itself; null before the first event} */
    public @Nullable RecordingHeader header() {
        return header;
    }

    /** {@return the number of the last line that was read, from 1} */
    public long line() {
        return lines.number();
    }

    /** {@return how many bytes were read, up to the end of the last line} */
    public long position() {
        return lines.nextPosition();
    }

    /** {@return after the end, how many bytes came without the end of a line: 0, or something was cut off there} */
    public long cutOff() {
        return ended ? lines.line().remaining() : 0;
    }

    /**
     * Returns how much was skipped at the start.
     *
     * @return the length in bytes of the first line if it is not whole, as its beginning was cut away with all that was before
     *     it; 0 otherwise, and before the first event
     */
    public long cutOffAtStart() {
        return cutOffAtStart;
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }

    LineReader lines() {
        return lines;
    }

    /** Returns the next line that is no header; null at the end. */
    @Nullable
    JsonObjectLine nextLine(Set<String> wanted) throws IOException {
        while (!ended) {
            if (!lines.next()) {
                ended = true;
                if (header == null) {
                    throw wrong("it has no line that ends", null);
                }
                return null;
            }
            JsonObjectLine line;
            try {
                line = parse(lines.line(), wanted);
            } catch (MalformedRecordingException e) {
                line = header == null ? firstWholeLine(wanted, e) : headerAfterACrash(wanted, e);
            }
            try {
                if (isHeader(line)) {
                    header = EventParser.header(line);
                    continue;
                }
                if (header == null) {
                    header = EventParser.missingHeader(line);
                }
                return line;
            } catch (IllegalArgumentException e) {
                throw wrong(String.valueOf(e.getMessage()), e);
            }
        }
        return null;
    }

    /** Where the beginning of a file was cut away, the first line is the end of one. */
    private JsonObjectLine firstWholeLine(Set<String> wanted, MalformedRecordingException cutOff) throws IOException {
        if (cutOffAtStart == 0 && lines.next()) {
            try {
                JsonObjectLine line = parse(lines.line(), wanted);
                if (isHeader(line) || EventParser.isEvent(line)) {
                    cutOffAtStart = lines.position();
                    return line;
                }
            } catch (MalformedRecordingException | IllegalArgumentException e) {
                cutOff.addSuppressed(e);
            }
        }
        throw cutOff;
    }

    /** A writer that appends to a file after a crash ends the truncated line, and begins with a header. */
    private JsonObjectLine headerAfterACrash(Set<String> wanted, MalformedRecordingException cutOff)
            throws IOException {
        if (header != null && lines.next()) {
            try {
                JsonObjectLine line = parse(lines.line(), wanted);
                if (isHeader(line)) {
                    return line;
                }
            } catch (MalformedRecordingException | IllegalArgumentException e) {
                cutOff.addSuppressed(e);
            }
        }
        throw cutOff;
    }

    private static boolean isHeader(JsonObjectLine line) {
        return line.string(NdjsonSchema.KIND).equals(NdjsonSchema.RECORDING);
    }

    /** Returns null for a kind that is not known. */
    @Nullable
    Event event(JsonObjectLine line) throws IOException {
        try {
            return EventParser.event(line);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    MalformedRecordingException wrong(String problem, @Nullable Throwable cause) {
        String all = header == null
                ? "this is no recording in the format " + NdjsonSchema.FORMAT_NAME + ": " + problem
                : problem;
        return new MalformedRecordingException(name, lines.number(), printable(all), cause);
    }

    private JsonObjectLine parse(ByteBuffer line, Set<String> wanted) throws IOException {
        try {
            return JsonObjectLine.parse(line, wanted);
        } catch (JacksonException e) {
            throw wrong("no JSON: " + e.getOriginalMessage() + column(e), e);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private static String column(JacksonException e) {
        return e.getLocation() == null ? "" : ", at column " + e.getLocation().getColumnNr();
    }

    /** Returns the header of the last line that was returned. */
    RecordingHeader requireHeader() {
        return Objects.requireNonNull(header, "header");
    }

    /** Messages may quote what is in the file. */
    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\x80-\\x9f]+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "..." : line;
    }

    private static void fill(InputStream in, ByteBuffer dst) throws IOException {
        int n = in.read(dst.array(), dst.arrayOffset() + dst.position(), dst.remaining());
        if (n > 0) {
            dst.position(dst.position() + n);
        }
    }
}
