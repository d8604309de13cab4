// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.ExtraInfo;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.RememberedOptions;
import io.netbackends.recording.format.Event;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Reads what was recorded, as soon as the program has written what had been written before. */
final class ReplayTransport implements Transport {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final RecordedConnection connection;
    private final EventCursor cursor;
    private final WriteVerifier writes;
    private final WriteProgress progress;
    private final String operation;
    private final ReplaySettings settings;

    /** What is left of a recorded read, and of how many bytes that follow it nothing is known. */
    private ByteBuffer chunk = NONE;

    private long unknown;

    /** How much was to be written before the event at which the cursor stands. */
    private long required;

    private @Nullable Instant previous;
    private volatile @Nullable RecordedSslEngine tls;
    private volatile boolean inputShutDown;
    private final RememberedOptions options = new RememberedOptions();

    /** Reads from a peer which messages call by this name. */
    ReplayTransport(
            RecordedConnection connection,
            WriteVerifier writes,
            WriteProgress progress,
            String peer,
            ReplaySettings settings) {
        this.connection = connection;
        this.cursor = connection.cursor();
        this.writes = writes;
        this.progress = progress;
        this.operation = "read from " + peer;
        this.settings = settings;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        try {
            return readRecorded(dst); // may block
        } catch (EOFException e) {
            if (inputShutDown) {
                return -1;
            }
            throw e; // as it was recorded
        }
    }

    private int readRecorded(ByteBuffer dst) throws IOException {
        if (!chunk.hasRemaining()) {
            // Where it is served, another thread than the one that reads waits for the answer.
            if (!connection.served()) {
                writes.reading();
            }
            if (!nextChunk()) {
                return -1;
            }
        }
        int n = Math.min(dst.remaining(), chunk.remaining());
        dst.put(chunk.slice(chunk.position(), n));
        chunk.position(chunk.position() + n);
        progress.delivered();
        return n;
    }

    /** Returns what is left of a recorded read; of the next one it is not known whether it must be waited for. */
    @Override
    public int available() {
        return chunk.remaining();
    }

    /** Goes on to what can be read; false if that is the end. */
    private boolean nextChunk() throws IOException {
        if (unknown > 0) {
            throw mismatch("the next " + Counts.bytes(unknown) + " were not kept in the recording");
        }
        while (true) {
            Event event = cursor.peek();
            if (event instanceof Event.Data data && !data.written()) {
                await(event);
                chunk = data.bytes();
                unknown = (long) data.size() - chunk.remaining();
                advance(event);
                if (!chunk.hasRemaining()) {
                    throw mismatch("the next " + Counts.bytes(unknown) + " were not kept in the recording");
                }
                return true;
            }
            if (event instanceof Event.EndOfStream) {
                await(event);
                return false;
            }
            passOver(event);
        }
    }

    /** Goes on behind an event that gives nothing to read, or fails for it. */
    private void passOver(@Nullable Event event) throws IOException {
        if (event == null || event instanceof Event.Closed) {
            end(event);
        } else if (event instanceof Event.Failed failed && failed.operation().equals("read")) {
            fail(failed);
            return;
        } else if (event instanceof Event.Tls) {
            await(event);
            throw mismatch("the program reads, but the recording goes on with the start of TLS");
        } else if (event instanceof Event.Lost lost && (lost.read() > 0 || lost.connection() == 0)) {
            await(event);
            throw mismatch("the recording lacks events here");
        } else if (event instanceof Event.Data data) {
            required += data.size();
        } else if (event instanceof Event.Lost lost) {
            required += lost.written();
        } else if (event instanceof Event.OutputShutDown) {
            required++;
        }
        advance(event);
    }

    private void fail(Event.Failed failed) throws IOException {
        await(failed);
        if (RecordedFailures.isOwn(failed.failure())) {
            progress.awaitEndOfReads(operation);
        }
        if (!RecordedFailures.isTimeout(failed.failure())) {
            throw RecordedFailures.of(failed.failure(), operation); // and stands there: each later read fails as well
        }
        advance(failed);
        progress.awaitDeadline(operation);
    }

    /** The program reads where the recorded one did not, unless that one read in vain until it closed the stream. */
    private void end(@Nullable Event event) throws IOException {
        await(event);
        advance(event);
        Event last = cursor.peek();
        if (event != null
                && last instanceof Event.Failed failed
                && failed.operation().equals("read")
                && RecordedFailures.isOwn(failed.failure())) {
            progress.awaitEndOfReads(operation);
        }
        throw settings.endOfRecording("the program reads on, but the recording ends here" + place());
    }

    /** Goes on to the start of TLS on both sides; the engine is not used. */
    @Override
    public Transport startTls(SSLEngine engine, TlsTruncation truncation, String peer) throws IOException {
        Event.Tls agreed = writes.startTls();
        if (chunk.hasRemaining()) {
            throw mismatch(
                    "the program starts TLS, but the recorded one read " + Counts.bytes(chunk.remaining()) + " first");
        }
        for (Event event = cursor.peek(); !(event instanceof Event.Tls); event = cursor.peek()) {
            if (event instanceof Event.Data data && !data.written()) {
                throw mismatch(
                        "the program starts TLS, but the recorded one read " + Counts.bytes(data.size()) + " first");
            }
            passOver(event);
        }
        cursor.advance();
        tls = new RecordedSslEngine(new RecordedSslSession(agreed, connection));
        return this;
    }

    /** The recording goes on, in plaintext: it has no event of this. */
    @Override
    public Transport endTls() {
        tls = null;
        return this;
    }

    private void await(@Nullable Event event) throws IOException {
        Duration pause = settings.paced() && previous != null && event != null
                ? Duration.between(previous, event.time())
                : Duration.ZERO;
        progress.await(required, pause, operation); // may block
    }

    private void advance(@Nullable Event event) {
        if (event != null) {
            previous = event.time();
            cursor.advance();
        }
    }

    private ReplayMismatchException mismatch(String what) {
        return settings.mismatch(what + place(), Remedy.RENEW);
    }

    private String place() {
        return " (" + connection.description() + ", " + connection.file() + ", line " + cursor.line() + ")";
    }

    /** The client that this is served to waits for an answer. */
    void awaitsAnswer() throws IOException {
        writes.reading();
    }

    /** The client will write no more; fails if it has stopped in the middle. */
    void end() throws IOException {
        writes.end();
    }

    /** The program will write no more, whatever was recorded. */
    void endOfWrites() {
        progress.endOfWrites();
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        writes.write(src);
    }

    @Override
    public void shutdownOutput() throws IOException {
        writes.shutdownOutput();
    }

    /** A recording does not tell of this: its reads end where the program shut down its input. */
    @Override
    public void shutdownInput() {
        inputShutDown = true;
        progress.endOfReads();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        options.set(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        return options.get(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return RememberedOptions.supported();
    }

    /** A mismatch says all there is to say, and stays what it is. */
    @Override
    public IOException named(String call, IOException failure) {
        return failure instanceof ReplayMismatchException ? failure : NetworkFailures.during(call, failure);
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        Event.Opened opened = connection.opened();
        RecordedSslEngine engine = tls;
        if (key.equals(ExtraInfo.CLIENT_ADDR.name())) {
            return opened.local();
        }
        if (key.equals(ExtraInfo.SERVER_ADDR.name())) {
            return opened.remote() != null ? opened.remote() : opened.target();
        }
        if (engine == null) {
            return null;
        }
        return key.equals(ExtraInfo.SSL_SESSION.name())
                ? engine.getSession()
                : key.equals(ExtraInfo.SSL_OBJECT.name()) ? engine : null;
    }

    @Override
    public void close() {
        progress.close();
    }
}
