// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Requires the recorded bytes, in writes of any sizes. Redacted values match any value of any length. Bytes whose content
 * was not recorded match any bytes of the same number.
 */
final class StrictWriteVerifier implements WriteVerifier {
    private final WriterCursor events;
    private final RedactedBytes recordedBytes;
    private final RedactedBytes writtenBytes;
    private final HeaderLocator header = new HeaderLocator();

    /** The rest of a recorded write; {@code unknown} counts the bytes after it whose content was not recorded. */
    private RedactedBytes.Piece recorded = new RedactedBytes.Piece(ByteBuffer.allocate(0), new BitSet());

    private long unknown;

    /** Whether the last bytes on both sides belong to a redacted value. */
    private boolean inValue;

    private long offset;

    StrictWriteVerifier(WriterCursor events) {
        this.events = events;
        this.recordedBytes = events.recordedBytes();
        this.writtenBytes = events.writtenBytes();
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        long before = offset;
        RedactedBytes.Piece written = writtenBytes.next(src);
        try {
            while (written.hasRemaining()) {
                step(written);
            }
        } finally {
            src.position(src.position() + written.bytes().position());
            events.wrote(offset - before);
        }
    }

    /** Compares the next byte, or skips bytes that match anything. */
    private void step(RedactedBytes.Piece written) throws IOException {
        skipRecordedValue();
        if (inValue && written.isValue()) {
            written.skip();
        } else if (recorded.hasRemaining()) {
            compare(written);
        } else if (unknown > 0) {
            int n = (int) Math.min(unknown, written.bytes().remaining());
            written.bytes().position(written.bytes().position() + n);
            unknown -= n;
            offset += n;
            inValue = false;
        } else if (!nextWrite()) {
            throw events.end(
                    events.next(),
                    "write",
                    "writes " + Counts.more(written.bytes().remaining()));
        }
    }

    /** Skips a redacted value in the recording, even if it continues in the next write. */
    private void skipRecordedValue() throws IOException {
        while (recorded.hasRemaining() && recorded.isValue()) {
            recorded.skip();
            offset++;
            inValue = true;
            if (!recorded.hasRemaining() && unknown == 0) {
                nextWrite();
            }
        }
    }

    private void compare(RedactedBytes.Piece written) throws IOException {
        byte expected = recorded.bytes().get(recorded.bytes().position());
        if (written.isValue() || expected != written.bytes().get(written.bytes().position())) {
            throw events.mismatch(
                    "byte " + offset + " is not the recorded one (" + events.place() + ")"
                            + events.difference(recorded.bytes(), written.bytes()),
                    header.remedy());
        }
        header.take(expected);
        recorded.skip();
        written.skip();
        offset++;
        inValue = false;
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
    public void end() throws IOException {
        if (recorded.hasRemaining() || unknown > 0) {
            atEndOfWrites("writes no more");
        }
        if (events.next() instanceof Event.OutputShutDown) {
            events.advance();
            events.wrote(1);
        }
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
        if (inValue) {
            long before = offset;
            skipRecordedValue();
            events.wrote(offset - before);
        }
        long left = recorded.bytes().remaining() + unknown;
        if (left > 0) {
            throw events.different(program, Counts.expectedFirst(left));
        }
        return events.next();
    }

    private boolean nextWrite() throws IOException {
        Event event = events.next();
        if (event instanceof Event.Data data) {
            header.begin(data.bytes());
            recorded = recordedBytes.next(data.bytes());
            unknown = (long) data.size() - recorded.bytes().remaining();
        } else if (event instanceof Event.Lost lost && lost.connection() > 0) {
            unknown = lost.written();
        } else {
            return false;
        }
        events.advance();
        return true;
    }
}
