// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.Operation;
import io.netbackends.internal.ShortageException;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A stream over any {@link Transport}, with the checks of the contract, in-place TLS, and uniform errors.
 *
 * <p>Each call checks its arguments, that the stream is open, that it is the only caller in its direction, the interrupt
 * flag and the deadline; then it calls the transport. A read that timed out changes nothing. A write that timed out, an
 * interrupt, a failed {@code startTls}, and any {@link Error} close the stream. After any other failure, each later call in
 * the same direction fails with it.
 */
public final class NetworkStream implements NetworkStreamInterface {
    private final StreamState state;
    private final TlsTruncation truncation;
    private volatile Transport transport;
    private volatile boolean tls;
    private boolean endOfStream;
    private volatile boolean outputShutDown;
    private volatile boolean upgrading;

    /** The handshake that a deadline has interrupted; owned by the caller of {@code startTls}. */
    private @Nullable TlsUpgrade unfinished;

    /**
     * Makes a stream of a connected transport.
     *
     * @param transport owned by the stream from now on
     * @param peer its {@code toString}, which never changes, is the peer's name in messages: host and port, or a path
     */
    public NetworkStream(Transport transport, Object peer) {
        this(transport, peer, TlsTruncation.ERROR);
    }

    /**
     * Makes a stream of a connected transport.
     *
     * @param transport owned by the stream from now on
     * @param peer its {@code toString}, which never changes, is the peer's name in messages: host and port, or a path
     * @param truncation how to treat a TLS peer that closes the connection without close_notify
     */
    public NetworkStream(Transport transport, Object peer, TlsTruncation truncation) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.state = new StreamState(Objects.requireNonNull(peer, "peer"));
        this.truncation = Objects.requireNonNull(truncation, "truncation");
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("dst (" + dst + ") must not be read-only");
        }
        long nanos = enter(state.input, state.input);
        try {
            if (!dst.hasRemaining()) {
                return 0;
            }
            return endOfStream || state.isInputShutDown() ? -1 : receive(dst, nanos); // may block
        } finally {
            state.input.release();
        }
    }

    private int receive(ByteBuffer dst, long nanos) throws IOException {
        try {
            int n = transport.read(dst, nanos); // may block
            if (n < 0) {
                checkEnd();
                endOfStream = true;
            }
            return n;
        } catch (NetworkTimeoutException e) {
            throw state.isOpen() ? e : StreamState.closed(state.input, e);
        } catch (IOException e) {
            throw failed(state.input, state.input, e);
        } catch (Throwable e) { // out of memory, for example: some bytes may be lost
            abortedBy(e);
            throw e;
        }
    }

    /** Fails if the end of the stream is in fact a close() on this side or a lost connection. */
    private void checkEnd() throws IOException {
        state.checkOpen(state.input); // the TLS peer has responded to the close_notify of close()
        if (!tls && !state.isInputShutDown()) { // over TLS, close_notify or the TlsTransport has confirmed the end
            IOException loss = ResetDetector.writerFailure(state.output::isBusy, state.output::brokenBy);
            if (loss != null) {
                throw loss;
            }
        }
    }

    @Override
    public int available() throws IOException {
        state.checkOpen(state.input);
        if (!state.input.tryAcquire()) {
            return 0; // pending data goes to the reader
        }
        try {
            checkUsable(state.input, state.input);
            return endOfStream || state.isInputShutDown() ? 0 : availableNow();
        } finally {
            state.input.release();
        }
    }

    private int availableNow() throws IOException {
        try {
            return transport.available();
        } catch (NetworkTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw failed(state.input, state.input, e);
        } catch (Throwable e) {
            abortedBy(e);
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        Objects.requireNonNull(src, "src");
        enter(state.output, state.output);
        try {
            if (outputShutDown) {
                throw new NetworkStreamClosedException(state.output + ": the output was shut down", null);
            }
            if (src.hasRemaining()) {
                writeAll(src); // may block
            }
        } finally {
            state.output.release();
        }
    }

    private void writeAll(ByteBuffer src) throws IOException {
        try {
            transport.write(src); // may block
        } catch (NetworkTimeoutException e) {
            throw ended(state.output, e, transport::abort);
        } catch (IOException e) {
            throw failed(state.output, state.output, e);
        } catch (Throwable e) { // out of memory, for example: an unknown part was sent
            abortedBy(e);
            throw e;
        }
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        Objects.requireNonNull(engine, "engine");
        Operation operation = new Operation("start TLS with ", state.peer());
        state.checkOpen(operation);
        state.acquireBoth(operation);
        try {
            TlsUpgrade upgrade = TlsUpgrade.begin(engine, unfinished, state);
            unfinished = upgrade.mayGoOn() ? upgrade : null;
            changeTls(operation, () -> handshake(upgrade)); // may block
        } catch (SSLException e) { // the engine cannot begin
            throw state.isOpen() ? ended(operation, NetworkFailures.during(operation.toString(), e), transport) : e;
        } finally {
            state.releaseBoth();
        }
    }

    private Transport handshake(TlsUpgrade upgrade) throws IOException {
        if (outputShutDown || state.isInputShutDown()) {
            throw new SSLException("one direction of the connection was shut down");
        }
        Transport upgraded = upgrade.run(transport, truncation, state.peer()); // may block
        tls = true;
        unfinished = null;
        return upgraded;
    }

    @Override
    public void endTls() throws IOException {
        Operation operation = new Operation("end TLS with ", state.peer());
        state.checkOpen(operation);
        if (!tls) {
            throw new IllegalStateException(operation + ": it was not started");
        }
        transport.checkEndTls();
        state.acquireBoth(operation);
        try {
            changeTls(operation, () -> transport.endTls()); // may block
            tls = transport instanceof TlsTransport;
            endOfStream = false;
            outputShutDown = false;
        } finally {
            state.releaseBoth();
        }
    }

    /** Starts or ends TLS; any failure closes the stream, except in a handshake that continues with the next call. */
    private void changeTls(Operation operation, Deadlines.Task<Transport, IOException> change) throws IOException {
        try {
            upgrading = true;
            checkUsable(state.output, operation);
            transport = change.call(); // may block
            state.checkOpen(operation);
        } catch (NetworkTimeoutException e) {
            if (unfinished == null || !state.isOpen()) {
                throw ended(operation, e, transport);
            }
            state.suspendHandshake();
            throw e;
        } catch (IOException e) {
            IOException failure = failed(state.output, operation, e);
            throw state.isOpen() ? ended(operation, failure, transport) : failure;
        } catch (Throwable e) { // thrown by a trust manager, for example
            abortedBy(e);
            throw e;
        } finally {
            upgrading = false;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        Operation operation = new Operation("shut down output to ", state.peer());
        boolean endsWrite = !tls && !upgrading && state.output.isBusy(); // over TLS, a record would be truncated
        if (endsWrite) {
            state.checkOpen(operation);
            DeadlineWait.check(operation);
        } else {
            enter(state.output, operation);
        }
        try {
            if (!outputShutDown) {
                transport.shutdownOutput(); // may block
                outputShutDown = true;
            }
        } catch (NetworkTimeoutException e) {
            throw ended(operation, e, transport::abort);
        } catch (IOException e) {
            throw failed(state.output, operation, e);
        } catch (UnsupportedOperationException e) {
            throw e;
        } catch (Throwable e) {
            abortedBy(e);
            throw e;
        } finally {
            if (!endsWrite) {
                state.output.release();
            }
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        Operation operation = new Operation("shut down input from ", state.peer());
        state.checkOpen(operation);
        DeadlineWait.check(operation);
        if (!state.tryShutDownInput()) {
            return;
        }
        try {
            transport.shutdownInput();
        } catch (IOException e) {
            throw failed(state.input, operation, e);
        } catch (UnsupportedOperationException e) {
            state.reopenInput();
            throw e;
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        StreamOptions.set(state, transport, option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return StreamOptions.get(state, transport, option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return transport.supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return transport.getExtraInfo(Objects.requireNonNull(key, "key"));
    }

    @Override
    public boolean isOpen() {
        return state.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (state.tryClose()) {
            closeTransport(transport, "close "); // may block, a little
        }
    }

    @Override
    public void abort() throws IOException {
        if (state.tryClose()) {
            closeTransport(transport::abort, "abort connection with ");
        }
    }

    private void closeTransport(Closeable closing, String verb) throws IOException {
        try {
            closing.close(); // may block, a little
        } catch (IOException e) {
            throw NetworkFailures.during(verb + state.peer(), e);
        } catch (Throwable e) { // out of memory, for example: the descriptor must be released
            CloseAfterFailure.close(transport::abort, e);
            throw e;
        }
    }

    /** Returns, for instance, {@code <NetworkStream ["127.0.0.1:443" TLS CLOSED]>}. */
    @Override
    public String toString() {
        return state.describe("NetworkStream", tls);
    }

    /** Begins a call; returns the time until the deadline. */
    private long enter(StreamState.Direction direction, Object operation) throws IOException {
        state.checkOpen(operation);
        direction.acquire(operation);
        try {
            return checkUsable(direction, operation);
        } catch (Throwable e) {
            direction.release();
            throw e;
        }
    }

    private long checkUsable(StreamState.Direction direction, Object operation) throws IOException {
        IOException broken = direction.brokenBy();
        if (broken != null) {
            throw transport.named(operation.toString(), broken);
        }
        return DeadlineWait.begin(operation);
    }

    /** Returns the exception for a failure of the transport, and records which direction is broken. */
    private IOException failed(StreamState.Direction direction, Object operation, IOException failure) {
        if (state.isDueToClose(failure)) {
            return StreamState.closed(operation, failure);
        }
        IOException cutOff = StreamState.cutOff(operation, failure);
        if (cutOff != null) {
            return direction == state.output || failure instanceof TlsResponseTimeoutException
                    ? ended(operation, cutOff, transport::abort)
                    : ended(operation, cutOff, transport);
        }
        // A call that did not begin breaks nothing, unless TLS has encrypted its data already: those records are lost.
        if (!(failure instanceof ShortageException) || (tls && direction == state.output)) {
            direction.breakBy(failure);
        }
        return transport.named(operation.toString(), failure);
    }

    /**
     * Closes the stream after a failure that makes it unusable; returns the exception to throw. Aborts it if the peer could
     * otherwise mistake a truncated message for a complete one.
     */
    private IOException ended(Object operation, IOException failure, Closeable end) {
        if (!state.tryClose(failure)) {
            return StreamState.closed(operation, failure);
        }
        CloseAfterFailure.close(end, failure); // may block, a little
        return failure;
    }

    /** Closes the stream after a failure that the contract does not cover, which is rethrown unchanged. */
    private void abortedBy(Throwable failure) {
        if (state.tryClose(failure)) {
            CloseAfterFailure.close(transport::abort, failure);
        }
    }
}
