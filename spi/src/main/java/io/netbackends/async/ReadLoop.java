// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.Deadlines;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Timers;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads piece by piece until the end. Recursion by {@code thenCompose} would retain one future for each piece until the end;
 * this class retains only the current one.
 */
final class ReadLoop extends NetworkFuture<@Nullable Void> {
    /**
     * The maximum number of immediately available pieces that one thread, which may be an event loop's, passes on in a row.
     */
    private static final int MAX_AT_ONCE = 64;

    private static final CompletableFuture<Boolean> END = CompletableFuture.completedFuture(false);

    private final AsyncNetworkStreamInterface stream;
    private final int maxBytes;
    private final Function<? super byte[], ? extends CompletionStage<Boolean>> sink;
    private final Deadlines deadlines = Deadlines.current();

    /** Cancelled with the loop: the read under way, or the stage that the sink returned. */
    private volatile @Nullable CompletableFuture<?> current;

    private volatile boolean stopped;

    ReadLoop(
            AsyncNetworkStreamInterface stream,
            int maxBytes,
            Function<? super byte[], ? extends CompletionStage<Boolean>> sink) {
        this.stream = stream;
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    ReadLoop start() {
        readOn(MAX_AT_ONCE);
        return this;
    }

    /** Ends the pending read or sink; the loop completes after it, so that no read stays pending. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        stop();
        return isCancelled();
    }

    @Override
    public boolean complete(@Nullable Void value) {
        boolean ended = super.complete(null);
        stop();
        return ended;
    }

    /** Ends the pending read or sink as {@link #cancel} does; called by {@code orTimeout}, for example. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean ended = super.completeExceptionally(failure);
        stop();
        return ended;
    }

    private void stop() {
        stopped = true;
        CompletableFuture<?> pending = current;
        if (pending != null) {
            pending.cancel(true);
        }
    }

    private void readOn(int maxAtOnce) {
        try {
            deadlines.run(() -> readPieces(maxAtOnce));
        } catch (Throwable e) { // no other thread available, for example
            completeExceptionally(e);
        }
    }

    /**
     * Loops while pieces are available immediately. The loop continues in a function of the first future that is not
     * complete, or, after too many pieces, on another thread.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the loop fails with it
    private void readPieces(int maxAtOnce) {
        for (int i = 0; i < maxAtOnce; i++) {
            if (stopped) {
                completeExceptionally(new CancellationException("reading to the end: cancelled"));
                return;
            }
            CompletableFuture<Boolean> piece = readPiece();
            current = piece;
            if (stopped) {
                piece.cancel(true);
            }
            if (!piece.isDone() || piece.isCompletedExceptionally() || !Boolean.TRUE.equals(piece.join())) {
                piece.whenComplete(this::endOrReadOn);
                return;
            }
        }
        Timers.after(0, () -> readOn(Integer.MAX_VALUE));
    }

    private CompletableFuture<Boolean> readPiece() {
        CompletableFuture<byte[]> read = stream.read(maxBytes);
        return read.isDone() && !read.isCompletedExceptionally()
                ? passOn(read.join()).toCompletableFuture()
                : read.thenCompose(this::passOn);
    }

    private CompletionStage<Boolean> passOn(byte[] bytes) {
        if (bytes.length == 0) {
            return END;
        }
        try {
            return NetworkFutures.adopt(
                    Objects.requireNonNull(sink.apply(bytes), "sink returned null; a stage was required"));
        } catch (RuntimeException | Error e) {
            return NetworkFutures.failed(e);
        }
    }

    private void endOrReadOn(@Nullable Boolean goOn, @Nullable Throwable failure) {
        if (failure != null) {
            completeExceptionally(NetworkFutures.cause(failure));
        } else if (goOn == null) {
            completeExceptionally(
                    new NullPointerException("the stage of sink completed with null; true or false was required"));
        } else if (goOn) {
            readOn(MAX_AT_ONCE);
        } else {
            complete(null);
        }
    }
}
