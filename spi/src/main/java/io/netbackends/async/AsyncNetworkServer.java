// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Timers;
import io.netbackends.internal.UncancellableFuture;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler for each stream that a listener accepts: {@link io.netbackends.NetworkServer} for asynchronous handlers.
 * Starts no thread, and serves any number of streams concurrently. Deadlines that are active when it is started do not apply
 * to it.
 *
 * <p>A failure to accept does not end the server: it is logged as a warning in the system logger named after this class, and
 * the server tries again after a pause of 5 ms, which doubles with each consecutive failure, up to 1 s. {@link #ended}
 * completes when the server stops accepting.
 *
 * <pre>{@code
 * net.listen("localhost", 0).thenApply(listener -> AsyncNetworkServer.serve(listener, stream ->
 *         stream.readEach(8192, bytes -> stream.write(bytes).thenApply(written -> true))));
 * }</pre>
 */
public final class AsyncNetworkServer {
    private static final System.Logger LOG = System.getLogger(AsyncNetworkServer.class.getName());

    /** After a failure, accepting pauses: without descriptors or memory, an immediate attempt would fail again. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** At most this number of pending connections is accepted at once; then the thread, which may be a loop's, is released. */
    private static final int BURST = 64;

    private final AsyncNetworkListenerInterface listener;
    private final Function<? super AsyncNetworkStreamInterface, ? extends CompletionStage<?>> handler;
    private final Set<AsyncNetworkStreamInterface> streams = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> accepting = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = UncancellableFuture.of(accepting);
    private volatile boolean closed;
    private volatile @Nullable Future<?> pausing;
    private long pauseNanos = FIRST_PAUSE_NANOS; // used only by the accept under way

    private AsyncNetworkServer(
            AsyncNetworkListenerInterface listener,
            Function<? super AsyncNetworkStreamInterface, ? extends CompletionStage<?>> handler) {
        this.listener = Objects.requireNonNull(listener, "listener");
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    /**
     * Starts to accept.
     *
     * @param listener owned by the server from now on
     * @param handler called for each stream, on the thread that accepted it, so it must not block. The stream is closed when
     *     the returned stage is complete. A handler that throws, returns null or fails is logged as a warning in the system
     *     logger named after this class
     * @return the running server
     */
    public static AsyncNetworkServer serve(
            AsyncNetworkListenerInterface listener,
            Function<? super AsyncNetworkStreamInterface, ? extends CompletionStage<?>> handler) {
        AsyncNetworkServer server = new AsyncNetworkServer(listener, handler);
        server.acceptAll();
        return server;
    }

    /** {@return the local address of the listener} */
    public SocketAddress getLocalAddress() {
        return listener.getLocalAddress();
    }

    /**
     * Returns a future that completes when the server stops accepting. Handlers of accepted streams may still run then.
     *
     * @return complete after {@link #close}; fails, with the failure to accept, if other code than this server closed the
     *     listener. Cancelling it has no effect
     */
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /**
     * Stops accepting and closes all open streams, which ends their handlers' calls. Does not wait for the handlers.
     *
     * @return complete when the listener and the streams are closed; fails if closing the listener failed. Cancelling it has
     *     no effect
     */
    public CompletableFuture<@Nullable Void> close() {
        closed = true;
        stopPause();
        CompletableFuture<Void> listening = listener.close();
        CompletableFuture<?>[] closing = streams.stream()
                .map(stream -> closeQuietly(stream, stream.close()))
                .toArray(CompletableFuture<?>[]::new);
        return UncancellableFuture.of(NetworkFutures.composeAlways(listening, (nothing, failure) -> {
            accepting.complete(null);
            return CompletableFuture.allOf(closing).thenCompose(all -> listening);
        }));
    }

    private void acceptAll() {
        Deadlines.none().run(() -> {
            for (int i = 0; i < BURST; i++) {
                CompletableFuture<Boolean> goesOn = accept();
                if (!goesOn.isDone()) {
                    acceptAfter(goesOn);
                    return;
                }
                if (!goesOn.join()) {
                    return;
                }
            }
            acceptLater(0);
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
    private void acceptAfter(CompletableFuture<Boolean> goesOn) {
        goesOn.thenAccept(again -> {
            if (again) {
                acceptAll();
            }
        });
    }

    /** Completes with whether to accept the next stream immediately. */
    private CompletableFuture<Boolean> accept() {
        try {
            return Timeout.propagate(listener.accept()).handle(this::accepted);
        } catch (Throwable e) { // no call should throw; if one does, the server continues
            return CompletableFuture.completedFuture(accepted(null, e));
        }
    }

    private boolean accepted(@Nullable AsyncNetworkStreamInterface stream, @Nullable Throwable failure) {
        Throwable cause = stream == null ? NetworkFutures.cause(Objects.requireNonNull(failure)) : serve(stream);
        if (cause == null) {
            pauseNanos = FIRST_PAUSE_NANOS;
            return !closed;
        }
        if (!closed && cause instanceof NetworkStreamClosedException) {
            accepting.completeExceptionally(cause);
        } else if (!closed) {
            warnUnlessClosed(listener, ": accepting failed", cause);
            long pause = pauseNanos;
            pauseNanos = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            acceptLater(pause);
        }
        return false;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures are logged there
    private void acceptLater(long nanos) {
        try {
            pausing = Timers.after(nanos, this::acceptAll);
        } catch (OutOfMemoryError e) { // no thread for the timer, so the server could not try again
            accepting.completeExceptionally(e);
            closeQuietly(listener, listener.close());
        }
        if (closed) {
            stopPause();
        }
    }

    private void stopPause() {
        Future<?> pause = pausing;
        if (pause != null) {
            pause.cancel(false);
        }
    }

    /** Returns why the stream cannot be served; null if it is. */
    @SuppressWarnings("FutureReturnValueIgnored") // failures are logged there
    private @Nullable Throwable serve(AsyncNetworkStreamInterface stream) {
        try {
            streams.add(stream);
            if (closed) {
                closeQuietly(stream, stream.close()); // close() may have missed it
            } else {
                stream.use(this::handle).whenComplete((nothing, failure) -> served(stream, failure));
            }
            return null;
        } catch (Throwable e) { // out of memory, for example
            streams.remove(stream);
            return e;
        }
    }

    private void served(AsyncNetworkStreamInterface stream, @Nullable Throwable failure) {
        streams.remove(stream);
        if (failure != null) {
            warnUnlessClosed(stream, ": handler failed", NetworkFutures.cause(failure));
        }
    }

    @SuppressWarnings("unchecked") // the handler's result is not used
    private CompletionStage<Object> handle(AsyncNetworkStreamInterface stream) {
        return (CompletionStage<Object>)
                Objects.requireNonNull(handler.apply(stream), "the handler returned null; a stage was required");
    }

    private void warnUnlessClosed(Object subject, String what, Throwable failure) {
        try {
            if (!closed) {
                LOG.log(Level.WARNING, subject + what, failure);
            }
        } catch (Error e) {
            // logging may fail for lack of memory as well
        }
    }

    private static CompletableFuture<?> closeQuietly(Object streamOrListener, CompletableFuture<Void> closing) {
        return closing.handle((nothing, failure) -> {
            if (failure != null) {
                LOG.log(Level.DEBUG, streamOrListener + ": closing failed", NetworkFutures.cause(failure));
            }
            return null;
        });
    }

    /** Returns, for instance, {@code <AsyncNetworkServer ["127.0.0.1:8080"]>}, after the listener's address. */
    @Override
    public String toString() {
        return "<AsyncNetworkServer [\"" + listener.getLocalAddress() + "\"" + (closed ? " CLOSED" : "") + "]>";
    }
}
