// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Wants the bytes that were recorded, in writes of whatever sizes. The values of headers that were redacted may be any, of any
 * length; so may bytes that were not kept, of the same length.
 */
final class StrictWriteVerifier implements WriteVerifier {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final WriterCursor events;
    private final @Nullable RedactedValues redacted;

    /** What is left of a recorded write, and how many bytes follow that were not kept. */
    private ByteBuffer recorded = NONE;

    private long unknown;

    /** Whether the recording, and the program, stand in a value that was redacted. */
    private boolean inRecordedValue;

    private boolean inWrittenValue;

    /** Where in the buffer begins what may be shown: behind what is no part of it, and behind a value. */
    private int shown;

    private long offset;

    StrictWriteVerifier(WriterCursor events, String redaction) {
        this.events = events;
        this.redacted = RedactedValues.of(redaction);
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        long before = offset;
        shown = src.position();
        try {
            while (true) {
                skipValues(src);
                if (!src.hasRemaining()) {
                    return;
                }
                if (recorded.hasRemaining()) {
                    compare(src);
                } else if (unknown > 0) {
                    int n = (int) Math.min(unknown, src.remaining());
                    src.position(src.position() + n);
                    unknown -= n;
                    offset += n;
                } else if (!nextWrite()) {
                    throw events.end(events.next(), "write", "writes " + src.remaining() + " bytes more");
                }
            }
        } finally {
            events.wrote(offset - before);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        Event event = atEndOfWrites("shuts down its output");
        if (!(event instanceof Event.OutputShutDown)) {
            throw events.end(event, "shutdownOutput", "shuts down its output");
        }
        events.advance();
        events.wrote(1);
    }

    @Override
    public Event.Tls startTls() throws IOException {
        Event event = atEndOfWrites("starts TLS");
        if (!(event instanceof Event.Tls tls)) {
            throw events.end(event, "startTls", "starts TLS");
        }
        events.advance();
        return tls;
    }

    @Override
    public void reading() {}

    private @Nullable Event atEndOfWrites(String program) throws IOException {
        skipValues(NONE);
        long left = recorded.remaining() + unknown;
        if (left > 0) {
            throw events.different(program, left + " bytes were to be written before");
        }
        return events.next();
    }

    /** Passes over values that were redacted, as far as both sides go. */
    private void skipValues(ByteBuffer src) throws IOException {
        while (inRecordedValue) {
            while (recorded.hasRemaining() && !isLineEnd(recorded)) {
                recorded.get();
                offset++;
            }
            inRecordedValue = !recorded.hasRemaining() && unknown == 0 && nextWrite();
        }
        while (inWrittenValue && src.hasRemaining()) {
            if (isLineEnd(src)) {
                inWrittenValue = false;
                shown = src.position();
            } else {
                src.get();
            }
        }
    }

    private void compare(ByteBuffer src) throws IOException {
        while (recorded.hasRemaining() && src.hasRemaining()) {
            byte expected = recorded.get(recorded.position());
            if (redacted != null && redacted.begin(expected)) {
                inRecordedValue = true;
                inWrittenValue = true;
                return;
            }
            if (expected != src.get(src.position())) {
                throw events.mismatch("byte " + offset + " is not the one that was recorded (" + events.place() + ")"
                        + events.difference(
                                recorded, src.slice(shown, src.limit() - shown).position(src.position() - shown)));
            }
            recorded.get();
            src.get();
            offset++;
        }
    }

    private boolean nextWrite() throws IOException {
        Event event = events.next();
        if (event instanceof Event.Data data) {
            recorded = data.bytes();
            unknown = (long) data.size() - recorded.remaining();
        } else if (event instanceof Event.Lost lost && lost.connection() > 0) {
            unknown = lost.written();
        } else {
            return false;
        }
        events.advance();
        return true;
    }

    private static boolean isLineEnd(ByteBuffer bytes) {
        byte b = bytes.get(bytes.position());
        return b == '\r' || b == '\n';
    }
}
