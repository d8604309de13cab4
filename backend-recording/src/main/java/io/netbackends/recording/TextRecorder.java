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
 * <p>The number tells the connections apart. {@code >>>} stands before what was written, {@code <<<} before what was read,
 * {@code ---} before what happened. CR LF or LF ends a line; bytes other than tabs and printable ASCII are shown as U+FFFD, so
 * a peer can send nothing that a terminal would obey.
 *
 * <p>A line is put out when it is complete, and as a whole: lines of several connections never mix. A part of a line is put
 * out when something happens in the other direction, when bytes were written and a read begins, at the end of the stream, at
 * a failure, when the stream is closed, and whenever it has 8192 characters; what follows is on another line then.
 *
 * <p>Credentials of known protocols, such as the value of the header {@code Authorization}, are replaced by asterisks, see {@link
 * Redaction#ofCredentials()}.
 *
 * <p>When a line cannot be written, say because the disk is full, there is one warning from the {@link System.Logger} {@code
 * io.netbackends.recording}, and this line and all further ones are dropped; the streams are not affected.
 *
 * <p>Safe for use by several threads. Each line is there before the call on the stream ends; but no call waits for the standard
 * error stream for longer than 1 s, since it may be a pipe that is not read. An asynchronous call waits for no line: what happens
 * on such a stream is put out soon after, by another thread. A recorder to a file is {@link FileRecorder}.
 */
public final class TextRecorder implements Recorder, Closeable {
    private final LineOutput output;
    private final EventRecorder recorder;

    private TextRecorder(LineOutput output, EventRecorder recorder) {
        this.output = output;
        this.recorder = recorder;
    }

    /**
     * Returns a recorder to the standard error stream, whichever {@link System#err} is at the time of each line.
     *
     * @return a recorder; need not be closed
     */
    public static TextRecorder toStandardError() {
        return toStandardError(RecordingFormat.TEXT, EventRecorder.Rules.DEFAULT);
    }

    /** The format is one of lines. */
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
     * @param out is used by one thread at a time, not always the one that uses the stream; gets each line by one call, and is then flushed if it is {@link
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
        LineOutput output = new LineOutput(target, out.getClass().getName());
        DirectEventSink sink =
                new DirectEventSink(new LineEventWriter(RecordingFormat.TEXT, output), output.toString());
        return new TextRecorder(output, new EventRecorder(sink, EventRecorder.Rules.DEFAULT));
    }

    /**
     * Returns a recorder to the same place that replaces other credentials, or none.
     *
     * @param redaction takes the place of the headers above
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

    /** {@return how many lines were dropped, since writing failed or this recorder was closed} */
    public long droppedLines() {
        return output.dropped();
    }

    /** Drops all further lines, after it has waited, for 2 s at most, for those that no stream waits for. Idempotent. */
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
