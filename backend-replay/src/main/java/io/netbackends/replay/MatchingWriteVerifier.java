// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import io.netbackends.replay.WriteMatcher.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Compares the bytes written between two reads with a {@link WriteMatcher}. */
final class MatchingWriteVerifier implements WriteVerifier {
    /** The maximum number of bytes written between two reads. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final WriterCursor events;
    private final WriteMatcher matcher;
    private final RedactedBytes recordedBytes;
    private final RedactedBytes writtenBytes;

    /** Needed because the reading thread also calls {@link #reading}, briefly. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** The expected next writes; null if not yet read from the recording. */
    private @Nullable Exchange exchange;

    /**
     * The recorded writes between two reads.
     *
     * @param bytes the recorded bytes; each redacted value is one asterisk
     * @param size the number of bytes written
     * @param unknown the number of bytes at the end whose content was not recorded
     */
    private record Exchange(ByteBuffer bytes, long size, long unknown) {}

    MatchingWriteVerifier(WriterCursor events, WriteMatcher matcher) {
        this.events = events;
        this.matcher = matcher instanceof HttpWriteMatcher http ? http.of(events.redaction()) : matcher;
        this.recordedBytes = events.recordedBytes();
        this.writtenBytes = events.writtenBytes();
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        int size = src.remaining();
        if (!take(src)) {
            throw events.end(events.next(), "write", "writes " + Counts.more(size)); // may block
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
            ByteBuffer next = writtenBytes.nextShortened(src);
            src.position(src.limit());
            if (!next.hasRemaining() && written.size() == 0) {
                return true; // the rest of a redacted value that has already matched
            }
            written.write(next.array(), next.arrayOffset() + next.position(), next.remaining());
            Exchange expected = exchange();
            if (expected == null) {
                return false;
            }
            compare(expected, false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reading() throws IOException {
        lock.lock();
        try {
            Exchange expected = written.size() > 0 ? exchange() : null;
            if (expected != null) {
                compare(expected, true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Requires that the bytes written so far satisfy the matcher, since no more will follow. */
    @Override
    public void shutdownOutput() throws IOException {
        lock.lock();
        try {
            for (Exchange expected = exchange(); expected != null; expected = exchange()) {
                finish(expected, "shuts down its output");
            }
            passShutdown();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() throws IOException {
        lock.lock();
        try {
            Exchange expected = written.size() > 0 ? exchange() : null;
            if (expected != null) {
                finish(expected, "writes no more");
            }
            passShutdown();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Event.Tls startTls() throws IOException {
        Exchange unfinished = exchange; // no thread reads at the same time
        if (unfinished != null) {
            finish(unfinished, "starts TLS");
        }
        Event event = events.next();
        if (!(event instanceof Event.Tls tls)) {
            throw events.end(event, "startTls", "starts TLS"); // may block
        }
        events.advance();
        return tls;
    }

    private void passShutdown() throws IOException {
        if (events.next() instanceof Event.OutputShutDown) {
            events.advance();
            events.wrote(1);
        }
    }

    /** Fails unless the bytes written so far match. */
    private void finish(Exchange expected, String program) throws IOException {
        if (compare(expected, true) != Verdict.SAME) {
            throw different(expected, "the program " + program + " before it has written the recorded bytes");
        }
    }

    private Verdict compare(Exchange expected, boolean reading) throws IOException {
        Verdict verdict = verdict(expected, reading);
        if (verdict == Verdict.SAME) {
            events.wrote(expected.size);
            exchange = null;
            written.reset();
        } else if (verdict == Verdict.DIFFERENT) {
            throw different(expected, "the written bytes do not match the recorded ones, even leniently");
        }
        return verdict;
    }

    private Verdict verdict(Exchange expected, boolean reading) {
        ByteBuffer recorded = expected.bytes.duplicate();
        if (expected.unknown == 0) {
            return matcher.compare(recorded, actual(), reading);
        }
        return matcher instanceof HttpWriteMatcher http
                ? http.compare(recorded, expected.unknown, actual(), reading)
                : WriteMatcher.anything().compare(recorded, actual(), reading);
    }

    private ByteBuffer actual() {
        return ByteBuffer.wrap(written.toByteArray()).asReadOnlyBuffer();
    }

    private ReplayMismatchException different(Exchange expected, String what) {
        ByteBuffer recorded = expected.bytes.duplicate();
        ByteBuffer shown = actual();
        String where = matcher.difference(recorded.duplicate(), shown.duplicate());
        int same = recorded.mismatch(shown);
        if (same >= 0) {
            recorded.position(same);
            shown.position(same);
        }
        return events.mismatch(
                what + (where.isEmpty() ? "" : ": " + where) + " (before " + events.place() + ")"
                        + events.difference(recorded, shown),
                Remedy.RENEW);
    }

    /** Returns the recorded writes up to the next read; null if there are none. */
    private @Nullable Exchange exchange() throws IOException {
        if (exchange == null && events.next() instanceof Event.Data) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            long size = 0;
            long unknown = 0;
            while (events.peek() instanceof Event.Data data && data.written()) {
                if (size + data.size() > MAX_BYTES) {
                    throw events.different(
                            "writes", "more than " + MAX_BYTES + " bytes were written at once: too much");
                }
                if (unknown == 0) {
                    ByteBuffer kept = recordedBytes.nextShortened(data.bytes());
                    bytes.write(kept.array(), kept.arrayOffset() + kept.position(), kept.remaining());
                }
                size += data.size();
                unknown += data.size() - data.bytes().remaining();
                events.advance();
            }
            exchange = new Exchange(ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer(), size, unknown);
        }
        return exchange;
    }
}
