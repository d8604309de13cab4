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
 * Reads the events of a recording in the format {@code netbackends-ndjson 1}, one after another, without a limit on its
 * length.
 *
 * <p>A recording is untrusted input. The reader holds one event at a time, at most some 50 MiB, and the numbers of the
 * connections. Invalid content throws a {@link MalformedRecordingException} with file and line; reading cannot continue
 * after it. Unknown kinds of lines and unknown members are skipped, and so is an unterminated last line, which a crash has
 * truncated. If the beginning of a file is missing, for instance because a tool has rotated logs, the rest is read.
 *
 * <p>Not safe for use by several threads.
 */
public final class RecordingReader implements Closeable {
    private final Closeable resource;
    private final String name;
    private final LineReader lines;
    private final KnownConnections known = new KnownConnections();
    private @Nullable RecordingHeader header;

    /** An event to return after the current one. */
    private @Nullable Event following;

    private long cutOffAtStart;
    private boolean ended;

    private RecordingReader(InputStream in, String name) {
        // The only reader, which continues at its position.
        this(in, name, new LineReader((position, dst) -> fill(in, dst), name, 0, 1), null);
    }

    /** Continues from a position for which the header is known. */
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
     * Returns the next event. If bytes belong to a connection that begins in a missing part, an {@link Event.Continued} with
     * the known data comes first.
     *
     * @return null at the end
     * @throws MalformedRecordingException if this is not a recording, or is malformed from here on
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

    /** Returns the next event of the file; null at the end. */
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

    /** {@return the header of the recording that the last event belongs to; null before the first event} */
    public @Nullable RecordingHeader header() {
        return header;
    }

    /** {@return the number of the last line that was read, from 1} */
    public long line() {
        return lines.number();
    }

    /** {@return the number of bytes read, up to the end of the last line} */
    public long position() {
        return lines.nextPosition();
    }

    /** {@return after the end, the length of an unterminated last line in bytes; 0 if the file is complete} */
    public long cutOff() {
        return ended ? lines.line().remaining() : 0;
    }

    /**
     * Returns the number of bytes skipped at the start.
     *
     * @return the length of the first line if its beginning is missing; otherwise 0, as before the first event
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

    /** Returns the next line that is not a header; null at the end. */
    @Nullable
    JsonObjectLine nextLine(Set<String> wanted) throws IOException {
        while (!ended) {
            if (!lines.next()) {
                ended = true;
                if (header == null) {
                    throw wrong("it has no complete line", null);
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

    /** If the beginning of a file is missing, the first line is the end of one. */
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

    /** A writer that appends to a file after a crash first terminates the truncated line, then writes a header. */
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

    /** Returns null for an unknown kind. */
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
                ? "this is not a recording in the format " + NdjsonSchema.FORMAT_NAME + ": " + problem
                : problem;
        return new MalformedRecordingException(name, lines.number(), printable(all), cause);
    }

    private JsonObjectLine parse(ByteBuffer line, Set<String> wanted) throws IOException {
        try {
            return JsonObjectLine.parse(line, wanted);
        } catch (JacksonException e) {
            throw wrong("not JSON: " + e.getOriginalMessage() + column(e), e);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private static String column(JacksonException e) {
        return e.getLocation() == null ? "" : ", at column " + e.getLocation().getColumnNr();
    }

    /** Returns the header for the last returned line. */
    RecordingHeader requireHeader() {
        return Objects.requireNonNull(header, "header");
    }

    /** Replaces control characters, since messages may quote the file. */
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
