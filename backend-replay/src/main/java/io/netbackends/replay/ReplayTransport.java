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

/** Reads recorded bytes, each piece as soon as the program has written the bytes recorded before it. */
final class ReplayTransport implements Transport {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final RecordedConnection connection;
    private final EventCursor cursor;
    private final WriteVerifier writes;
    private final WriteProgress progress;
    private final String operation;
    private final ReplaySettings settings;

    /** The rest of a recorded read; {@code unknown} counts the bytes after it whose content was not recorded. */
    private ByteBuffer chunk = NONE;

    private long unknown;

    /** The number of bytes that must be written before the current event. */
    private long required;

    private @Nullable Instant previous;
    private volatile @Nullable RecordedSslEngine tls;
    private volatile boolean inputShutDown;
    private final RememberedOptions options = new RememberedOptions();

    /** Creates a transport; messages refer to the peer by this name. */
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
            throw e; // a recorded failure
        }
    }

    private int readRecorded(ByteBuffer dst) throws IOException {
        if (!chunk.hasRemaining()) {
            // If the connection is served, the reading thread is not the one that waits for the response.
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

    /** Returns the rest of a recorded read. The next one may have to wait, so it does not count. */
    @Override
    public int available() {
        return chunk.remaining();
    }

    /** Advances to the next bytes to read. Returns false at the end of the stream. */
    private boolean nextChunk() throws IOException {
        if (unknown > 0) {
            throw mismatch("the next " + Counts.bytes(unknown) + " are not in the recording");
        }
        while (true) {
            Event event = cursor.peek();
            if (event instanceof Event.Data data && !data.written()) {
                await(event);
                chunk = data.bytes();
                unknown = (long) data.size() - chunk.remaining();
                advance(event);
                if (!chunk.hasRemaining()) {
                    throw mismatch("the next " + Counts.bytes(unknown) + " are not in the recording");
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

    /** Advances past an event that has no bytes to read, or fails as it did. */
    private void passOver(@Nullable Event event) throws IOException {
        if (event == null || event instanceof Event.Closed) {
            end(event);
        } else if (event instanceof Event.Failed failed && failed.operation().equals("read")) {
            fail(failed);
            return;
        } else if (event instanceof Event.Tls) {
            await(event);
            throw mismatch("the program reads, but the recording continues with the start of TLS");
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
            throw RecordedFailures.of(
                    failed.failure(), operation); // the cursor stays here: each later read fails as well
        }
        advance(failed);
        progress.awaitDeadline(operation);
    }

    /**
     * Handles a read after the last recorded event: a mismatch, unless a recorded read was also waiting when the recorded
     * program closed the stream.
     */
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
        throw settings.endOfRecording("the program reads more, but the recording ends here" + place());
    }

    /** Advances both directions past the start of TLS; does not use the engine. */
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

    /** Continues in plaintext; the recording has no event for this. */
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

    /** Notes that the served client waits for a response. */
    void awaitsAnswer() throws IOException {
        writes.reading();
    }

    /** Notes that the client writes no more. Fails if recorded bytes are missing in the middle of a write. */
    void end() throws IOException {
        writes.end();
    }

    /** Notes that the program writes no more, even if more writes were recorded. */
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

    /** A recording has no event for this: its reads end where the program shut down its input. */
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

    /** Returns a mismatch unchanged, since its message is complete. */
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
