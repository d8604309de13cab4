// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Operation;
import io.netbackends.internal.UncancellableFuture;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A stream over any {@link AsyncTransport}, with the checks of the contract, in-place TLS, and uniform errors: the
 * counterpart of {@link NetworkStream}.
 *
 * <p>Each call checks its arguments, that the stream is open, that no other call is under way in its direction, and the
 * deadline; then it calls the transport. A read that times out or is cancelled changes nothing. A call that sends and times
 * out or is cancelled, a failed {@code startTls}, and any {@link Error} close the stream. After any other failure, each
 * later call in the same direction fails with it.
 */
public final class AsyncNetworkStream implements AsyncNetworkStreamInterface {
    private final AsyncStreamCore core;
    private final StreamState state;
    private final AsyncInput input;

    /** Belongs to the writer. */
    private boolean outputShutDown;

    /**
     * Makes a stream of a connected transport.
     *
     * @param transport owned by the stream from now on
     * @param peer its {@code toString}, which never changes, is the peer's name in messages: host and port, or a path
     */
    public AsyncNetworkStream(AsyncTransport transport, Object peer) {
        this(transport, peer, TlsTruncation.ERROR);
    }

    /**
     * Makes a stream of a connected transport.
     *
     * @param transport owned by the stream from now on
     * @param peer its {@code toString}, which never changes, is the peer's name in messages: host and port, or a path
     * @param truncation how to treat a TLS peer that closes the connection without close_notify
     */
    public AsyncNetworkStream(AsyncTransport transport, Object peer, TlsTruncation truncation) {
        core = new AsyncStreamCore(
                Objects.requireNonNull(transport, "transport"),
                Objects.requireNonNull(peer, "peer"),
                Objects.requireNonNull(truncation, "truncation"));
        state = core.state;
        input = new AsyncInput(core);
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        return maxBytes <= 0
                ? NetworkFutures.failed(new IllegalArgumentException("maxBytes (" + maxBytes + ") must be positive"))
                : read(new ReadStep(input, maxBytes));
    }

    /** Does not copy; the buffer is not accessed after the call has ended. */
    @Override
    public CompletableFuture<Integer> read(ByteBuffer dst) {
        if (dst == null) {
            return NetworkFutures.failed(new NullPointerException("dst"));
        }
        return dst.isReadOnly()
                ? NetworkFutures.failed(new IllegalArgumentException("dst (" + dst + ") must not be read-only"))
                : read(new ReadIntoStep(input, dst));
    }

    private <T> CompletableFuture<T> read(CallStep<T> step) {
        Deadlines deadlines = Deadlines.current();
        Throwable refused = enter(state.input, state.input, "read", deadlines);
        return refused == null
                ? start(core.input, new AsyncCall<>(core.input, state.input, deadlines, step), input.isWorthTrying())
                : NetworkFutures.failed(refused);
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        if (src == null) {
            return NetworkFutures.failed(new NullPointerException("src"));
        }
        Deadlines deadlines = Deadlines.current();
        Throwable refused = enter(state.output, state.output, "write", deadlines);
        if (refused != null) {
            return NetworkFutures.failed(refused);
        }
        if (outputShutDown) {
            state.output.release();
            return NetworkFutures.failed(
                    new NetworkStreamClosedException(state.output + ": the output was shut down", null));
        }
        boolean empty = !src.hasRemaining(); // checked before TLS takes all bytes, perhaps without sending them
        return send(state.output, deadlines, transport -> empty || transport.tryWrite(src));
    }

    @Override
    public CompletableFuture<Void> shutdownOutput() {
        Operation operation = new Operation("shut down output to ", state.peer());
        Deadlines deadlines = Deadlines.current();
        Throwable refused = enter(state.output, operation, "write", deadlines);
        return refused != null
                ? NetworkFutures.failed(refused)
                : send(operation, deadlines, transport -> {
                    outputShutDown = outputShutDown || transport.tryShutdownOutput();
                    return outputShutDown;
                });
    }

    private CompletableFuture<Void> send(Object operation, Deadlines deadlines, OutputStep.Sending sending) {
        OutputStep step = new OutputStep(core, operation, sending);
        return start(core.output, new AsyncCall<>(core.output, operation, deadlines, step), true);
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        if (engine == null) {
            return NetworkFutures.failed(new NullPointerException("engine"));
        }
        Operation operation = new Operation("start TLS with ", state.peer());
        if (!state.isOpen()) {
            return NetworkFutures.failed(state.closed(operation));
        }
        if (!state.input.tryAcquire()) {
            return NetworkFutures.failed(busy(operation, "read"));
        }
        if (!state.output.tryAcquire()) {
            state.input.release();
            return NetworkFutures.failed(busy(operation, "write"));
        }
        Deadlines deadlines = Deadlines.current();
        Throwable refused = begin(engine, operation, deadlines);
        if (refused != null) {
            state.output.release();
            state.input.release();
            return NetworkFutures.failed(refused);
        }
        AsyncTlsTransport upgraded =
                new AsyncTlsTransport(core.transport(), new TlsMachine(engine), core.truncation, state.peer());
        HandshakeStep step = new HandshakeStep(core, operation, upgraded);
        return start(core.input, new AsyncCall<>(core.input, operation, deadlines, step), true);
    }

    /** A used engine leaves the stream unchanged; any other failure closes it. */
    private @Nullable Throwable begin(SSLEngine engine, Operation operation, Deadlines deadlines) {
        try {
            TlsEngine.beginHandshake(engine);
            Throwable unusable = core.unusable(state.output, operation, deadlines);
            if (unusable != null) {
                return core.closed(operation, unusable);
            }
            if (outputShutDown || state.isInputShutDown()) {
                throw new SSLException("one direction of the connection was shut down");
            }
            return null;
        } catch (IllegalArgumentException e) {
            return e;
        } catch (SSLException e) {
            return core.closed(operation, NetworkFailures.during(operation.toString(), e));
        } catch (Throwable e) {
            return core.aborted(operation, e);
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> start(
            AsyncDirection direction, AsyncCall<T> call, boolean worthTrying) {
        direction.enter(call);
        if (state.isOpen()) {
            call.begin(worthTrying);
        } else {
            direction.endByClose(state); // close() may have missed it
        }
        return call;
    }

    private static IllegalStateException busy(Object operation, String kind) {
        return new IllegalStateException(operation + ": another " + kind + " is under way");
    }

    /** Begins a call; returns its exception, or null if it may continue. */
    private @Nullable Throwable enter(
            StreamState.Direction direction, Object operation, String kind, Deadlines deadlines) {
        if (!state.isOpen()) {
            return state.closed(operation);
        }
        if (!direction.tryAcquire()) {
            return busy(operation, kind);
        }
        Throwable unusable = core.unusable(direction, operation, deadlines);
        if (unusable != null) {
            direction.release();
        }
        return unusable;
    }

    @Override
    public CompletableFuture<Void> shutdownInput() {
        Operation operation = new Operation("shut down input from ", state.peer());
        if (!state.isOpen()) {
            return NetworkFutures.failed(state.closed(operation));
        }
        Throwable expired = Deadlines.current().expired(operation);
        if (expired != null) {
            return NetworkFutures.failed(expired);
        }
        if (state.tryShutDownInput()) {
            try {
                core.transport().shutdownInput();
            } catch (UnsupportedOperationException e) {
                state.reopenInput();
                return NetworkFutures.failed(e);
            } catch (Throwable e) {
                return NetworkFutures.failed(core.failed(state.input, operation, e));
            }
            wakeReader();
        }
        return NetworkFutures.done();
    }

    private void wakeReader() {
        try {
            core.loop().execute(core.input);
        } catch (Throwable e) {
            // the loop has no thread, so no read waits
        }
    }

    @Override
    public int available() throws IOException {
        state.checkOpen(state.input);
        if (!state.input.tryAcquire()) {
            return 0; // pending data goes to the reader
        }
        try {
            return input.available();
        } finally {
            state.input.release();
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        StreamOptions.set(state, core.transport(), option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return StreamOptions.get(state, core.transport(), option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return core.transport().supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return core.transport().getExtraInfo(Objects.requireNonNull(key, "key"));
    }

    @Override
    public boolean isOpen() {
        return state.isOpen();
    }

    @Override
    public CompletableFuture<Void> close() {
        return UncancellableFuture.of(core.close());
    }

    @Override
    public CompletableFuture<Void> abort() {
        return UncancellableFuture.of(core.abort());
    }

    /** Returns, for instance, {@code <AsyncNetworkStream ["127.0.0.1:443" TLS CLOSED]>}. */
    @Override
    public String toString() {
        return state.describe("AsyncNetworkStream", core.isTls());
    }
}
