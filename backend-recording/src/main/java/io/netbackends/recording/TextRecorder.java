// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records connections as lines of text, for people to read.
 *
 * <pre>{@code
 * [1] --- connected to 127.0.0.1:80
 * [1] >>> GET / HTTP/1.1
 * [1] <<< HTTP/1.1 200 OK
 * [1] --- closed
 * }</pre>
 *
 * <p>The number tells the connections apart. {@code >>>} stands before what was written, {@code <<<} before what was read,
 * {@code ---} before what happened. CR LF or LF ends a line; bytes other than tabs and printable ASCII are shown as U+FFFD, so
 * a peer can send nothing that a terminal would obey.
 *
 * <p>A line is put out when it is complete, and as a whole: lines of several connections never mix. A part of a line is put
 * out when something happens in the other direction, when bytes were written and a read begins, at the end of the stream, at
 * a failure, when the stream is closed, and whenever it has 8192 characters; what follows is on another line then.
 *
 * <p>The values of the headers {@code Authorization}, {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie} are
 * replaced by {@code [redacted]}, continuation lines included, wherever a line begins with such a name in any case. That
 * covers HTTP/1; it does not cover secrets in a URL or a body, in other headers, or in other protocols.
 *
 * <p>When a line cannot be written, say because the disk is full, there is one warning from the {@link System.Logger} {@code
 * io.netbackends.recording}, and this line and all further ones are dropped; the streams are not affected.
 *
 * <p>Safe for use by several threads. Each line is written by the thread that uses the stream, which waits for it: whoever
 * does not read what goes to a pipe holds up the streams.
 */
public final class TextRecorder implements Recorder, Closeable {
    private static final Set<String> REDACTED = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    private final LineOutput output;
    private final Set<String> redacted;

    private TextRecorder(LineOutput output, Set<String> redacted) {
        this.output = output;
        this.redacted = redacted;
    }

    /**
     * Returns a recorder to the standard error stream, whichever {@link System#err} is at the time of each line.
     *
     * @return a recorder; need not be closed
     */
    public static TextRecorder toStandardError() {
        LineOutput.Target target = line -> {
            System.err.print(line);
            System.err.flush();
        };
        return new TextRecorder(new LineOutput(target, "standard error"), REDACTED);
    }

    /**
     * Returns a recorder to a file, in UTF-8.
     *
     * @param file if it exists, lines are appended and its permissions stay as they are; else it is created, readable by its
     *     owner alone where the file system has POSIX permissions
     * @return a recorder, to be closed by the caller
     * @throws java.nio.file.NoSuchFileException if the directory of the file does not exist
     * @throws IOException if the file cannot be opened for writing
     */
    public static TextRecorder toFile(Path file) throws IOException {
        return new TextRecorder(new LineOutput(FileTarget.open(file), file.toString()), REDACTED);
    }

    /**
     * Returns a recorder to, for instance, a {@link StringBuilder} or a {@link java.io.Writer}.
     *
     * @param out is used by one thread at a time, gets each line by one call, and is then flushed if it is {@link
     *     Flushable}; it is never closed
     * @return a recorder; need not be closed
     */
    public static TextRecorder to(Appendable out) {
        Objects.requireNonNull(out, "out");
        LineOutput.Target target = line -> {
            out.append(line);
            if (out instanceof Flushable flushable) {
                flushable.flush();
            }
        };
        return new TextRecorder(new LineOutput(target, out.getClass().getName()), REDACTED);
    }

    /**
     * Returns a recorder to the same place that redacts some more headers.
     *
     * @param headers their names, in any case
     * @return a recorder that numbers connections together with this one; closing one of them closes both
     * @throws IllegalArgumentException if a name is empty, or holds a colon, white space or control characters
     */
    public TextRecorder redacting(String... headers) {
        Set<String> names = new TreeSet<>(redacted);
        for (String header : headers) {
            if (!header.matches("[!-9;-~]+")) {
                throw new IllegalArgumentException("header (" + PrintableLines.printable(header)
                        + ") must be printable ASCII without white space and colons");
            }
            names.add(header.toLowerCase(Locale.ROOT));
        }
        return new TextRecorder(output, Set.copyOf(names));
    }

    /**
     * Returns a recorder to the same place that redacts nothing: passwords and session cookies are there to be read.
     *
     * @return a recorder that numbers connections together with this one; closing one of them closes both
     */
    public TextRecorder withoutRedaction() {
        return new TextRecorder(output, Set.of());
    }

    @Override
    public ConnectionRecorder opened(Connection connection) {
        return new TextConnection(output, redacted, connection);
    }

    /** {@return how many lines were dropped, since writing failed or this recorder was closed} */
    public long droppedLines() {
        return output.dropped();
    }

    /** Closes the file, if it is one. Streams may still be in use: their lines are dropped. Idempotent. */
    @Override
    public void close() throws IOException {
        output.close();
    }

    /** Returns, for instance, {@code <TextRecorder ["/tmp/record.txt"]>}. */
    @Override
    public String toString() {
        return "<TextRecorder [\"" + output + "\"]>";
    }
}
