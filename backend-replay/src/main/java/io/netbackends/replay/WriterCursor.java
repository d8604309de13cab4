// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.Redaction;
import io.netbackends.recording.format.Event;
import io.netbackends.recording.internal.RedactedCredentials;
import io.netbackends.recording.internal.SecretScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Iterates over the events of a recording that concern writing. */
final class WriterCursor {
    private final RecordedConnection connection;
    private final EventCursor cursor;
    private final WriteProgress progress;
    private final ReplaySettings settings;
    private final String operation;

    WriterCursor(RecordedConnection connection, WriteProgress progress, ReplaySettings settings, String operation) {
        this.connection = connection;
        this.cursor = connection.cursor();
        this.progress = progress;
        this.settings = settings;
        this.operation = operation;
    }

    /** Skips events that do not concern writing. Returns the next one that does, or null at the end of the connection. */
    @Nullable
    Event next() throws IOException {
        Event event = cursor.peek();
        while (event != null && !concernsWriting(event)) {
            cursor.advance();
            event = cursor.peek();
        }
        return event;
    }

    /** Returns the next event of any kind. */
    @Nullable
    Event peek() throws IOException {
        return cursor.peek();
    }

    void advance() {
        cursor.advance();
    }

    void wrote(long bytes) {
        progress.advance(bytes);
    }

    private static boolean concernsWriting(Event event) {
        if (event instanceof Event.Failed failed) {
            return !failed.operation().equals("read") && !failed.operation().equals("close");
        }
        return event instanceof Event.Data data
                ? data.written()
                : event instanceof Event.Tls
                        || event instanceof Event.OutputShutDown
                        || (event instanceof Event.Lost lost && (lost.written() > 0 || lost.connection() == 0));
    }

    /** Ends a call as the recorded one ended, or with a mismatch if the recorded program did something else. */
    IOException end(@Nullable Event event, String call, String program) throws IOException {
        if (event instanceof Event.Failed failed && failed.operation().equals(call)) {
            if (RecordedFailures.isTimeout(failed.failure()) || RecordedFailures.isOwn(failed.failure())) {
                progress.awaitEnd(operation);
            }
            return RecordedFailures.of(failed.failure(), operation);
        }
        return different(program, what(event));
    }

    private SecretScanner scanner() {
        return RedactedBytes.credentials(redaction()).scanner(!connection.isAccepted());
    }

    /** Returns the state for recorded bytes. */
    RedactedBytes recordedBytes() {
        return RedactedBytes.recorded(scanner());
    }

    /** Returns the state for bytes written by the program. */
    RedactedBytes writtenBytes() {
        Redaction known = settings.redactionOf(connection);
        return known == null
                ? RedactedBytes.recorded(scanner())
                : RedactedBytes.written(scanner(), known.redactor(connection.info(), !connection.isAccepted()));
    }

    /** Formats both sides of a difference, at the positions of the buffers, without secrets. */
    String difference(ByteBuffer recorded, ByteBuffer written) {
        return settings.redactionOf(connection) != null
                        || RedactedCredentials.parse(redaction()).isPresent()
                ? ByteDiff.of(recorded, written)
                : ByteDiff.of(recorded, "not shown: in the recording, secrets were replaced: " + redaction());
    }

    /** Returns the description of the redaction in the recording. */
    String redaction() {
        return connection.header().redaction();
    }

    IOException different(String program, String recording) {
        return mismatch("the program " + program + ", but " + recording + " (" + place() + ")", Remedy.RENEW);
    }

    ReplayMismatchException mismatch(String difference, Remedy remedy) {
        return settings.mismatch(difference, remedy);
    }

    String place() {
        return connection.description() + ", " + connection.file() + ", line " + cursor.line();
    }

    private static String what(@Nullable Event event) {
        if (event instanceof Event.Data data) {
            return "the recording continues with a write of " + Counts.bytes(data.size());
        }
        if (event instanceof Event.Tls) {
            return "the recording continues with the start of TLS";
        }
        if (event instanceof Event.OutputShutDown) {
            return "in the recording the output is shut down here";
        }
        if (event instanceof Event.Failed failed) {
            return "in the recording a call fails here: " + failed.operation();
        }
        return event instanceof Event.Lost ? "the recording lacks events here" : "the recording ends here";
    }
}
