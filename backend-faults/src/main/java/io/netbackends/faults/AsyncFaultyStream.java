// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.Deadlines;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.UncancellableFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** The asynchronous counterpart of {@link FaultyStream}: it waits with timers, and uses no thread. */
final class AsyncFaultyStream extends AsyncForwardingNetworkStream {
    private static final byte[] END = {};

    private final ConnectionFaults connection;
    private final Faults faults;
    private final StreamProgress progress;
    private final IncomingBytes incoming;
    private final AtomicBoolean writing = new AtomicBoolean();

    /** The time at which a limited bandwidth has passed the written bytes. */
    private volatile long writtenAt;

    AsyncFaultyStream(AsyncNetworkStreamInterface delegate, ConnectionFaults connection) {
        super(delegate);
        this.connection = connection;
        this.faults = connection.faults();
        this.progress = new StreamProgress(connection, delegate::isOpen);
        this.incoming = new IncomingBytes(progress, faults);
        this.writtenAt = faults.now();
    }

    private boolean isPlain() {
        return incoming.isEmpty() && progress.isPlain();
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        if (isPlain()) {
            return DecoratedCall.watched(
                    delegate().read(maxBytes), bytes -> progress.countRead(bytes.length), failure -> {});
        }
        return maxBytes < 1 || progress.isClosed()
                ? delegate().read(maxBytes) // which fails
                : asCall(faultyRead(maxBytes, "read from " + connection.target()));
    }

    private CompletableFuture<byte[]> faultyRead(int maxBytes, String operation) {
        Ending end = progress.ending();
        if (progress.isClosed()) {
            return delegate().read(maxBytes);
        }
        if (end != null) {
            IOException failure = end.readFailure(operation, isTls());
            return failure == null ? NetworkFutures.completed(END) : NetworkFutures.failed(failure);
        }
        NetworkTimeoutException expired = expired(operation);
        if (expired != null) {
            return NetworkFutures.failed(expired);
        }
        if (incoming.isHeld()) {
            return faults.pause(incoming.remainingNanos(), progress::hasEnded, operation)
                    .thenCompose(over -> deliver(maxBytes, operation));
        }
        Passage passage = progress.next(Way.READ, Math.min(maxBytes, NetworkStreamInterface.DEFAULT_MAX_BYTES));
        return passage.due() != null
                ? inject(passage.due(), operation).thenCompose(done -> faultyRead(maxBytes, operation))
                : receive(passage, maxBytes, operation);
    }

    private CompletableFuture<byte[]> receive(Passage passage, int maxBytes, String operation) {
        CompletableFuture<byte[]> receiving =
                incoming.receive(passage, () -> delegate().read(passage.limit()), operation);
        if (receiving == null) {
            return faultyRead(maxBytes, operation);
        }
        return NetworkFutures.composeAlways(receiving, (bytes, failure) -> {
            if (failure != null && !progress.isEndedByFault()) {
                return NetworkFutures.failed(NetworkFutures.cause(failure));
            }
            return failure == null && bytes.length == 0
                    ? NetworkFutures.completed(END)
                    : faultyRead(maxBytes, operation);
        });
    }

    private CompletableFuture<byte[]> deliver(int maxBytes, String operation) {
        byte[] bytes = progress.hasEnded() ? null : incoming.take(maxBytes);
        return bytes == null ? faultyRead(maxBytes, operation) : NetworkFutures.completed(bytes);
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        if (src != null && progress.isPlain()) {
            int count = src.remaining();
            return DecoratedCall.watched(delegate().write(src), done -> progress.countWritten(count), failure -> {});
        }
        if (src == null || !src.hasRemaining() || progress.isClosed()) {
            return delegate().write(src);
        }
        String operation = "write to " + connection.target();
        IOException failure = progress.writeFailure(operation);
        if (failure == null) {
            failure = expired(operation);
        }
        if (failure != null) {
            return NetworkFutures.failed(failure); // nothing was written
        }
        if (!writing.compareAndSet(false, true)) {
            return busy(operation);
        }
        long latency = progress.next(Way.WRITE, 1).latencyNanos();
        CompletableFuture<Void> call =
                faults.pause(latency, progress::hasEnded, operation).thenCompose(over -> writeRest(src, operation));
        return DecoratedCall.watched(call, done -> writing.set(false), failed -> {
            writing.set(false);
            abortAfter(failed);
        });
    }

    /**
     * Writes the rest in a loop rather than by recursion: if the peer accepts each piece immediately, the stack must not
     * grow.
     */
    private CompletableFuture<Void> writeRest(ByteBuffer src, String operation) {
        CompletableFuture<Void> step = NetworkFutures.done();
        while (src.hasRemaining()) {
            step = writeOnce(src, operation);
            if (step.isCompletedExceptionally()) {
                return step;
            }
            if (!step.isDone()) {
                return step.thenCompose(done -> writeRest(src, operation));
            }
        }
        return step;
    }

    private CompletableFuture<Void> writeOnce(ByteBuffer src, String operation) {
        IOException failure = progress.writeFailure(operation);
        if (failure != null) {
            return NetworkFutures.failed(failure);
        }
        Passage passage = progress.next(Way.WRITE, src.remaining());
        if (passage.due() != null) {
            return inject(passage.due(), operation).thenApply(done -> null);
        }
        return faults.pause(writtenAt - faults.now(), progress::hasEnded, operation)
                .thenCompose(over -> send(passage, src));
    }

    private CompletableFuture<Void> send(Passage passage, ByteBuffer src) {
        CompletableFuture<Void> sending = delegate().write(progress.piece(passage, src));
        return NetworkFutures.composeAlways(sending, (done, failure) -> {
            if (failure != null) {
                return progress.isEndedByFault()
                        ? NetworkFutures.done() // the next step fails
                        : NetworkFutures.failed(NetworkFutures.cause(failure));
            }
            src.position(src.position() + passage.limit());
            progress.countWritten(passage.limit());
            long now = faults.now();
            writtenAt = (now - writtenAt > 0 ? now : writtenAt) + passage.transferNanos(passage.limit());
            return NetworkFutures.done();
        });
    }

    /**
     * Closes the stream after a failed write, before the caller learns of it: the message may be incomplete, so no other may
     * follow.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // of abort: the caller gets the failure of the write
    private void abortAfter(Throwable failure) {
        boolean misuse = failure instanceof RuntimeException && !(failure instanceof CancellationException);
        if (!misuse && !progress.isEndedByFault()) {
            progress.close();
            delegate().abort();
        }
    }

    /** Injects a fault that is due. Afterwards, the connection has ended, or the stall is over. */
    private CompletableFuture<Boolean> inject(ActiveFault fault, String operation) {
        connection.tell(fault);
        Effect.Kind kind = ((Effect.AtOffset) fault.effect()).kind();
        if (kind == Effect.Kind.STALL) {
            return faults.pause(fault.remainingNanos(faults.now()), progress.endOf(fault), operation);
        }
        progress.end(fault, kind);
        faults.wake();
        if (kind == Effect.Kind.HALF_CLOSE) {
            return NetworkFutures.completed(true);
        }
        CompletableFuture<Void> closing = kind == Effect.Kind.RESET || isTls()
                ? delegate().abort()
                : delegate().close();
        return NetworkFutures.composeAlways(closing, (done, failure) -> NetworkFutures.completed(true));
    }

    /** Removes the wrapper that a composed future puts around the exception of a failed call. */
    static <T> CompletableFuture<T> asCall(CompletableFuture<T> composed) {
        return DecoratedCall.watched(composed, value -> {}, failure -> {});
    }

    private boolean isTls() {
        return getExtraInfo(ExtraInfo.SSL_OBJECT.name()) != null;
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        List<ActiveFault> failing = connection.find(Effect.FailTls.class);
        if (engine == null || progress.isClosed() || (failing.isEmpty() && !incoming.isHeld())) {
            return delegate().startTls(engine);
        }
        String operation = "TLS handshake with " + connection.target();
        IOException failure = expired(operation);
        if (failure != null) {
            return NetworkFutures.failed(failure);
        }
        SSLException broken;
        if (incoming.isHeld()) {
            broken = new SSLException(operation + ": the peer sent bytes before the handshake");
        } else {
            connection.tell(failing.get(0));
            broken = new SSLHandshakeException(operation + ": handshake failure"
                    + Ending.injected(failing.get(0).fault()));
        }
        return asCall(NetworkFutures.composeAlways(delegate().abort(), (done, late) -> NetworkFutures.failed(broken)));
    }

    @Override
    public CompletableFuture<Void> shutdownOutput() {
        String operation = "shut down output to " + connection.target();
        IOException failure = progress.ending() == null ? null : progress.writeFailure(operation);
        if (failure != null) {
            return NetworkFutures.failed(failure);
        }
        return writing.compareAndSet(false, true)
                ? DecoratedCall.watched(
                        delegate().shutdownOutput(), done -> writing.set(false), failed -> writing.set(false))
                : busy(operation);
    }

    private static CompletableFuture<Void> busy(String operation) {
        return NetworkFutures.failed(new IllegalStateException(operation + ": another write is under way"));
    }

    @Override
    public CompletableFuture<Void> shutdownInput() {
        incoming.drop();
        return delegate().shutdownInput();
    }

    @Override
    public int available() throws IOException {
        if (isPlain() || progress.isClosed()) {
            return delegate().available();
        }
        Ending end = progress.ending();
        if (end != null) {
            IOException failure = end.readFailure("look for input from " + connection.target(), isTls());
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
        if (incoming.isHeld()) {
            return incoming.available();
        }
        Passage passage = progress.next(Way.READ, Integer.MAX_VALUE);
        return passage.isDelayed() ? 0 : Math.min(delegate().available(), passage.limit());
    }

    @Override
    public boolean isOpen() {
        return progress.isOpen();
    }

    /** A deadline ends the delay of a slow close, but the stream is still closed. */
    @Override
    public CompletableFuture<Void> close() {
        boolean first = progress.close();
        List<ActiveFault> slow =
                first && progress.ending() == null ? connection.find(Effect.CloseLatency.class) : List.of();
        return slow.isEmpty()
                ? delegate().close()
                : UncancellableFuture.of(NetworkFutures.composeAlways(
                        faults.pause(connection.longest(slow), () -> false, "close " + connection.target()),
                        (over, failure) -> delegate().close()));
    }

    @Override
    public CompletableFuture<Void> abort() {
        progress.close();
        return delegate().abort();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return key.equals(FaultyBackend.FAULTS.name()) ? faults : super.getExtraInfo(key);
    }

    /** Returns the failure of a call that begins after its deadline; null if it has time left. */
    private static @Nullable NetworkTimeoutException expired(String operation) {
        Deadlines deadlines = Deadlines.current();
        deadlines.noteProgress();
        return deadlines.expired(operation);
    }
}
