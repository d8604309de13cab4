// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets a {@link WriteMatcher} compare what is written between two reads. */
final class MatchingWriteVerifier implements WriteVerifier {
    /** What is written between two reads, at most. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final WriterCursor events;
    private final WriteMatcher matcher;

    /** The reader comes here, too, for a moment: to say that it reads. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** What is to be written next; null if that is not known yet. */
    private @Nullable Exchange exchange;

    /** The bytes that were kept, of how many. */
    private record Exchange(ByteBuffer bytes, long size) {}

    MatchingWriteVerifier(WriterCursor events, WriteMatcher matcher) {
        this.events = events;
        this.matcher = matcher instanceof HttpWriteMatcher http ? http.of(events.redaction()) : matcher;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        int size = src.remaining();
        if (!take(src)) {
            throw events.end(events.next(), "write", "writes " + size + " bytes more"); // may block
        }
    }

    /** Returns false if the recording has no such write. */
    private boolean take(ByteBuffer src) throws IOException {
        lock.lock();
        try {
            if (src.remaining() > MAX_BYTES - written.size()) {
                throw events.different(
                        "writes more than " + MAX_BYTES + " bytes between two reads", "that is too much to compare");
            }
            byte[] bytes = new byte[src.remaining()];
            src.get(bytes);
            written.write(bytes);
            if (exchange() == null) {
                return false;
            }
            compare(false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reading() throws IOException {
        lock.lock();
        try {
            if (written.size() > 0 && exchange() != null) {
                compare(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What the program has not written is as good as written: it could not write it any more. */
    @Override
    public void shutdownOutput() throws IOException {
        lock.lock();
        try {
            for (Event event = events.next();
                    event instanceof Event.Data data && exchange == null;
                    event = events.next()) {
                events.wrote(data.size());
                events.advance();
            }
            finishExchange();
            if (events.next() instanceof Event.OutputShutDown) {
                events.advance();
                events.wrote(1);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Event.Tls startTls() throws IOException {
        Event event = events.next(); // nobody reads at the same time
        if (exchange != null || !(event instanceof Event.Tls tls)) {
            throw events.end(event, "startTls", "starts TLS"); // may block
        }
        events.advance();
        return tls;
    }

    private void compare(boolean reading) throws IOException {
        Exchange expected = exchange;
        if (expected == null) {
            return;
        }
        ByteBuffer actual = ByteBuffer.wrap(written.toByteArray()).asReadOnlyBuffer();
        boolean whole = expected.bytes.remaining() == expected.size;
        WriteMatcher.Verdict verdict = (whole ? matcher : WriteMatcher.anything())
                .compare(expected.bytes.duplicate(), actual.duplicate(), reading);
        if (verdict == WriteMatcher.Verdict.SAME) {
            finishExchange();
        } else if (verdict == WriteMatcher.Verdict.DIFFERENT) {
            ByteBuffer recorded = expected.bytes.duplicate();
            String where = matcher.difference(recorded.duplicate(), actual.duplicate());
            ByteBuffer shown = events.hide(actual).duplicate();
            int same = recorded.mismatch(shown);
            if (same >= 0) {
                recorded.position(same);
                shown.position(same);
            }
            throw events.mismatch("what was written is not what was recorded, not even leniently"
                    + (where.isEmpty() ? "" : ": " + where) + " (before " + events.place() + ")"
                    + ByteDiff.of(recorded, shown));
        }
    }

    private void finishExchange() {
        if (exchange != null) {
            events.wrote(exchange.size);
        }
        exchange = null;
        written.reset();
    }

    /** Returns what was recorded up to the next read; null if nothing was. */
    private @Nullable Exchange exchange() throws IOException {
        if (exchange == null && events.next() instanceof Event.Data) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            long size = 0;
            while (events.peek() instanceof Event.Data data && data.written()) {
                if (size + data.size() > MAX_BYTES) {
                    throw events.different(
                            "writes", "more than " + MAX_BYTES + " bytes were written at once: too much");
                }
                byte[] kept = new byte[data.bytes().remaining()];
                data.bytes().get(kept);
                bytes.write(kept);
                size += data.size();
                events.advance();
            }
            exchange = new Exchange(ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer(), size);
        }
        return exchange;
    }
}
