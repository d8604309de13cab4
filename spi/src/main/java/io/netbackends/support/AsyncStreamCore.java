// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.ShortageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The part of an {@link AsyncNetworkStream} that its calls share: the transport, the state, and closing. */
final class AsyncStreamCore {
    private static final Consumer<Runnable> AT_ONCE = Runnable::run;

    final StreamState state;
    final TlsTruncation truncation;
    final AsyncDirection input;
    final AsyncDirection output;

    /** Created when the stream is closed, to save memory in open streams. */
    private @Nullable CompletableFuture<@Nullable Void> closing;

    private volatile AsyncTransport transport;
    private volatile boolean tls;

    AsyncStreamCore(AsyncTransport transport, Object peer, TlsTruncation truncation) {
        this.transport = transport;
        this.state = new StreamState(peer);
        this.truncation = truncation;
        EventLoop loop = transport.loop();
        input = new AsyncDirection(loop);
        output = new AsyncDirection(loop);
    }

    EventLoop loop() {
        return input.loop();
    }

    AsyncTransport transport() {
        return transport;
    }

    boolean isTls() {
        return tls;
    }

    /** Replaces the transport by TLS over it. */
    void upgrade(AsyncTlsTransport upgraded) {
        transport = upgraded;
        tls = true;
    }

    /** Returns the exception of a call that is about to begin; null if it may begin. */
    @Nullable
    IOException unusable(StreamState.Direction direction, Object operation, Deadlines deadlines) {
        IOException broken = direction.brokenBy();
        if (broken != null) {
            return transport.named(operation.toString(), broken);
        }
        deadlines.noteProgress();
        return deadlines.remainingNanos() == 0 ? deadlines.expired(operation) : null;
    }

    /**
     * Puts the stream into the state that the contract requires after a failed call that sends; returns the exception of the
     * call.
     */
    Throwable outputFailed(Object operation, Throwable failure) {
        return isGivenUp(failure) ? aborted(operation, failure) : failed(state.output, operation, failure);
    }

    static boolean isGivenUp(Throwable failure) {
        return failure instanceof NetworkTimeoutException || failure instanceof CancellationException;
    }

    /**
     * Records which direction a failure of the transport has broken; closes the stream after a failure that the contract
     * does not cover.
     */
    Throwable failed(StreamState.Direction direction, Object operation, Throwable failure) {
        if (!(failure instanceof IOException io)) {
            return aborted(operation, failure);
        }
        if (state.isDueToClose(io)) {
            return StreamState.closed(operation, io);
        }
        if (!isShortage(direction, io)) {
            direction.breakBy(io);
        }
        return transport.named(operation.toString(), io);
    }

    /** A call that did not begin breaks nothing, unless TLS has encrypted its data already: those records are lost. */
    private boolean isShortage(StreamState.Direction direction, IOException failure) {
        return failure instanceof ShortageException && (direction == state.input || !tls);
    }

    /** Closes the stream after a call whose failure leaves it unusable; returns the exception of the call. */
    Throwable closed(Object operation, Throwable failure) {
        return ended(operation, failure, AT_ONCE, this::closeTransport);
    }

    /** As {@link #closed}, but aborts the stream so that the peer cannot mistake a truncated message for a complete one. */
    Throwable aborted(Object operation, Throwable failure) {
        return ended(operation, failure, AT_ONCE, this::abortTransport);
    }

    /** As {@link #closed}, after the alert was sent to the peer. */
    Throwable refused(Object operation, Throwable failure, AsyncTlsTransport upgraded) {
        return ended(
                operation,
                failure,
                then -> upgraded.refuse(TlsClosePolicy.CLOSE_NOTIFY_LIMIT.toNanos(), then),
                this::closeTransport);
    }

    private Throwable ended(Object operation, Throwable failure, Consumer<Runnable> farewell, Closeable last) {
        if (!state.tryClose(failure)) {
            return StreamState.closed(operation, failure);
        }
        end(farewell, last);
        return failure;
    }

    /** Closes the stream for its caller; returns a future that is complete when the descriptor is free. */
    CompletableFuture<@Nullable Void> close() {
        long nanos = Math.min(
                TlsClosePolicy.CLOSE_NOTIFY_LIMIT.toNanos(), Deadlines.current().remainingNanos());
        return closeBy(then -> transport.finish(nanos, then), this::closeTransport);
    }

    /** As {@link #close}, but the peer sees an error. */
    CompletableFuture<@Nullable Void> abort() {
        return closeBy(AT_ONCE, this::abortTransport);
    }

    private CompletableFuture<@Nullable Void> closeBy(Consumer<Runnable> farewell, Closeable last) {
        if (state.tryClose()) {
            end(farewell, last);
        }
        return closing();
    }

    private synchronized CompletableFuture<@Nullable Void> closing() {
        CompletableFuture<@Nullable Void> made = closing;
        if (made == null) {
            made = new CompletableFuture<>();
            closing = made;
        }
        return made;
    }

    /** Ends the pending calls, sends the final messages, and releases the descriptor even if sending failed. */
    private void end(Consumer<Runnable> farewell, Closeable last) {
        input.endByClose(state);
        output.endByClose(state);
        try {
            loop().run(() -> {
                try {
                    farewell.accept(() -> free(last));
                } catch (Throwable e) { // out of memory, for example
                    free(last);
                }
            });
        } catch (Throwable e) { // the loop has no thread: the descriptor must be released here
            free(last);
        }
    }

    private void closeTransport() throws IOException {
        transport.close();
    }

    private void abortTransport() throws IOException {
        transport.abort();
    }

    /** Releases the descriptor and the timers. */
    private void free(Closeable end) {
        input.stopTimer();
        output.stopTimer();
        try {
            end.close();
            closing().complete(null);
        } catch (IOException e) {
            closing().completeExceptionally(NetworkFailures.during("close " + state.peer(), e));
        } catch (Throwable e) { // out of memory, for example
            closing().completeExceptionally(e);
            abortQuietly();
        }
    }

    private void abortQuietly() {
        try {
            transport.abort();
        } catch (IOException e) {
            // the first failure has been reported
        }
    }
}
