// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.RecordingFormat;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.util.Objects;

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
 * <p>The number identifies the connection. {@code >>>} precedes written bytes, {@code <<<} read bytes, and {@code ---} other
 * events. CR LF or LF ends a line; bytes other than tabs and printable ASCII are shown as U+FFFD, so a peer cannot send
 * control sequences to a terminal.
 *
 * <p>A line is output when it is complete, and as a whole: lines of several connections never mix. An incomplete line is
 * output before an event in the other direction, before a read that follows a write, at the end of the stream, at a failure,
 * when the stream is closed, and whenever it has 8192 characters. Its remainder starts a new line.
 *
 * <p>Credentials of known protocols, such as the value of the header {@code Authorization}, are replaced by asterisks, see {@link
 * Redaction#ofCredentials()}.
 *
 * <p>If a line cannot be written, for example because the disk is full, the {@link System.Logger} {@code
 * io.netbackends.recording} logs one warning, and this line and all further ones are dropped. The streams are not affected.
 *
 * <p>Safe for use by several threads. Each line is output before the call on the stream returns; but no call waits longer
 * than 1 s for the standard error stream, which may be a pipe without an active reader. An asynchronous call never waits:
 * another thread outputs its lines soon afterwards. {@link FileRecorder} records to a file.
 */
public final class TextRecorder implements Recorder, Closeable {
    private final LineOutput output;
    private final EventRecorder recorder;

    private TextRecorder(LineOutput output, EventRecorder recorder) {
        this.output = output;
        this.recorder = recorder;
    }

    /**
     * Returns a recorder to the standard error stream: to the value of {@link System#err} at the time of each line.
     *
     * @return a recorder; need not be closed
     */
    public static TextRecorder toStandardError() {
        return toStandardError(RecordingFormat.TEXT, EventRecorder.Rules.DEFAULT);
    }

    /** The format must consist of lines. */
    static TextRecorder toStandardError(RecordingFormat format, EventRecorder.Rules rules) {
        LineOutput output = new LineOutput(
                line -> {
                    System.err.print(line);
                    System.err.flush();
                },
                "standard error");
        QueuedEventSink queue = new QueuedEventSink(new LineEventWriter(format, output), false, output.toString());
        return new TextRecorder(output, new EventRecorder(queue, rules));
    }

    /**
     * Returns a recorder to, for instance, a {@link StringBuilder} or a {@link java.io.Writer}.
     *
     * @param out used by one thread at a time, not always the thread that uses the stream; receives each line in one call,
     *     and is then flushed if it is {@link Flushable}; never closed
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
        LineOutput output = new LineOutput(target, out.getClass().getName());
        DirectEventSink sink =
                new DirectEventSink(new LineEventWriter(RecordingFormat.TEXT, output), output.toString());
        return new TextRecorder(output, new EventRecorder(sink, EventRecorder.Rules.DEFAULT));
    }

    /**
     * Returns a recorder to the same output with another redaction.
     *
     * @param redaction used instead of the redaction of this recorder
     * @return a recorder that numbers connections together with this one; closing one of them closes both
     */
    public TextRecorder with(Redaction redaction) {
        Objects.requireNonNull(redaction, "redaction");
        return new TextRecorder(output, recorder.with(recorder.rules().with(redaction)));
    }

    @Override
    public ConnectionRecorder opened(ConnectionInfo connection) {
        return recorder.opened(connection);
    }

    @Override
    public void connectFailed(ConnectionInfo attempt, IOException failure) {
        recorder.connectFailed(attempt, failure);
    }

    /** {@return how many lines were dropped because writing failed or this recorder was closed} */
    public long droppedLines() {
        return output.dropped();
    }

    /** Waits at most 2 s for the lines of asynchronous calls, then drops all further lines. Idempotent. */
    @Override
    public void close() {
        recorder.drain();
        output.close();
    }

    /** Returns, for instance, {@code <TextRecorder ["standard error"]>}. */
    @Override
    public String toString() {
        return "<TextRecorder [\"" + output + "\"]>";
    }
}
