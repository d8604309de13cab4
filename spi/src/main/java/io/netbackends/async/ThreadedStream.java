// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Operation;
import io.netbackends.internal.ThreadedCall;
import io.netbackends.internal.UncancellableFuture;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Adapts a blocking stream to asynchronous callers: each call blocks a thread. */
final class ThreadedStream implements AsyncNetworkStreamInterface {
    private static final CompletableFuture<?> NONE = CompletableFuture.completedFuture(null);

    private final NetworkStreamInterface stream;
    private final String peer;
    private final Handoff<byte[]> reads = new Handoff<>();
    private CompletableFuture<?> reading = NONE;
    private CompletableFuture<?> writing = NONE;

    /**
     * Completes after all dependents of a call, including the futures of decorators: dependents run in reverse order of
     * registration.
     */
    private CompletableFuture<?> readReported = NONE;

    private CompletableFuture<?> writeReported = NONE;
    private @Nullable CompletableFuture<Void> closing;
    private volatile boolean closed;

    ThreadedStream(NetworkStreamInterface stream, String peer) {
        this.stream = stream;
        this.peer = peer;
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        if (maxBytes <= 0) {
            return NetworkFutures.failed(new IllegalArgumentException("maxBytes (" + maxBytes + ") must be positive"));
        }
        Operation operation = new Operation("read from ", peer);
        synchronized (this) {
            if (!isOpen()) {
                return closed(operation);
            }
            if (!reading.isDone()) {
                return busy(operation, "read");
            }
            CompletableFuture<byte[]> next =
                    reads.next(operation, () -> stream.read(maxBytes), bytes -> firstOf(bytes, maxBytes));
            reading = next;
            readReported = ended(next);
            return next;
        }
    }

    /** The thread of a cancelled, larger read may return more than this read requested. */
    private byte[] firstOf(byte[] bytes, int maxBytes) {
        if (bytes.length <= maxBytes) {
            return bytes;
        }
        reads.putBack(Arrays.copyOfRange(bytes, maxBytes, bytes.length));
        return Arrays.copyOf(bytes, maxBytes);
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        return src == null
                ? NetworkFutures.failed(new NullPointerException("src"))
                : output("write to ", () -> stream.write(src));
    }

    @Override
    public CompletableFuture<Void> shutdownOutput() {
        return output("shut down output to ", stream::shutdownOutput);
    }

    private CompletableFuture<Void> output(String verb, ThreadedCall.Action action) {
        synchronized (this) {
            if (!isOpen()) {
                return closed(new Operation(verb, peer));
            }
            if (!writing.isDone()) {
                return busy(new Operation(verb, peer), "write");
            }
            CompletableFuture<Void> call = start(action);
            writing = call;
            writeReported = ended(call);
            return call;
        }
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        if (engine == null) {
            return NetworkFutures.failed(new NullPointerException("engine"));
        }
        Operation operation = new Operation("start TLS with ", peer);
        synchronized (this) {
            if (!isOpen()) {
                return closed(operation);
            }
            if (!reading.isDone() || !writing.isDone()) {
                return busy(operation, "read or write");
            }
            if (!reads.isIdle()) {
                ThreadedBackend.discard(this);
                return NetworkFutures.failed(
                        new IOException(operation + ": a thread is still reading in plaintext, for a"
                                + " read that was cancelled or timed out, or has read; the stream is closed"));
            }
            CompletableFuture<Void> call = start(() -> stream.startTls(engine));
            reading = call;
            writing = call;
            readReported = ended(call);
            return call;
        }
    }

    /**
     * Starts a call that leaves the stream unusable if it is cancelled; then the stream is closed, which also wakes the
     * thread.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // no caller waits for this
    private CompletableFuture<Void> start(ThreadedCall.Action action) {
        return ThreadedCall.run(action, () -> end(stream::abort));
    }

    @Override
    public CompletableFuture<Void> shutdownInput() {
        return isOpen()
                ? ThreadedCall.run(stream::shutdownInput, () -> {})
                : closed(new Operation("shut down input from ", peer));
    }

    @Override
    public CompletableFuture<Void> close() {
        return UncancellableFuture.of(end(stream::close));
    }

    @Override
    public CompletableFuture<Void> abort() {
        return UncancellableFuture.of(end(stream::abort));
    }

    /** Closes or aborts the stream, once; completes when the calls under way have ended as well. */
    private CompletableFuture<Void> end(ThreadedCall.Action action) {
        synchronized (this) {
            CompletableFuture<Void> done = closing;
            if (done == null) {
                closed = true;
                CompletableFuture<?> calls = CompletableFuture.allOf(readReported, writeReported);
                CompletableFuture<Void> freed = ThreadedCall.run(action, () -> {});
                done = NetworkFutures.composeAlways(freed, (nothing, failure) -> calls.thenCompose(ended -> freed));
                closing = done;
            }
            return done;
        }
    }

    private static CompletableFuture<?> ended(CompletableFuture<?> call) {
        return call.handle((value, failure) -> null);
    }

    @Override
    public int available() throws IOException {
        byte[] kept = reads.peek();
        return kept == null ? stream.available() : kept.length;
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        stream.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return stream.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return stream.supportedOptions();
    }

    @Override
    public boolean isOpen() {
        return !closed && stream.isOpen();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return stream.getExtraInfo(Objects.requireNonNull(key, "key"));
    }

    /** Returns, for instance, {@code <AsyncNetworkStream ["127.0.0.1:443" threads]>}. */
    @Override
    public String toString() {
        return "<AsyncNetworkStream [\"" + peer + "\" threads" + (isOpen() ? "" : " CLOSED") + "]>";
    }

    private static <T> CompletableFuture<T> closed(Object operation) {
        return NetworkFutures.failed(new NetworkStreamClosedException(operation + ": the stream is closed", null));
    }

    private static <T> CompletableFuture<T> busy(Object operation, String call) {
        return NetworkFutures.failed(new IllegalStateException(operation + ": another " + call + " is under way"));
    }
}
