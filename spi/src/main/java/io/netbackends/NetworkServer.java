// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.VirtualThreads;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler for each stream that a listener accepts, on a dedicated thread: a virtual one if the JDK has them, else a
 * daemon. For tests, demonstrations and small servers.
 *
 * <p>A failure to accept does not end the server: it is logged as a warning in the system logger named after this class, and
 * the server tries again after a pause of 5 ms, which doubles with each consecutive failure, up to 1 s. So a server that has
 * run out of descriptors, threads or memory recovers when there are some again. {@link #ended} completes when the server
 * stops accepting.
 *
 * <pre>{@code
 * try (NetworkServer server = NetworkServer.serve(net.listen("localhost", 0), stream -> stream.write(stream.read()))) {
 *     ...
 * }
 * }</pre>
 */
public final class NetworkServer implements Closeable {
    private static final System.Logger LOG = System.getLogger(NetworkServer.class.getName());

    /** After a failure, accepting pauses: without descriptors or memory, an immediate attempt would fail again. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final NetworkListenerInterface listener;
    private final Handler handler;
    private final Set<NetworkStreamInterface> streams = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile @Nullable Thread accepting;

    /** Serves the streams that a server accepts. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Serves one stream, which is closed when this method returns or fails.
         *
         * @param stream just accepted
         * @throws Exception to end with a warning in the system logger named after {@link NetworkServer}
         */
        void handle(NetworkStreamInterface stream) throws Exception;
    }

    private NetworkServer(NetworkListenerInterface listener, Handler handler) {
        this.listener = Objects.requireNonNull(listener, "listener");
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    /**
     * Starts to accept, on a dedicated thread.
     *
     * @param listener owned by the server from now on
     * @param handler called concurrently for several streams
     * @return the running server
     * @throws OutOfMemoryError if no thread can be created; the listener is closed
     */
    public static NetworkServer serve(NetworkListenerInterface listener, Handler handler) {
        NetworkServer server = new NetworkServer(listener, handler);
        try {
            VirtualThreads.start("netbackends-accept-" + listener.getLocalAddress(), server::acceptAll);
        } catch (Throwable e) {
            closeQuietly(listener); // without this, clients would connect and wait for a server that does not run
            throw e;
        }
        return server;
    }

    /** {@return the local address of the listener} */
    public SocketAddress getLocalAddress() {
        return listener.getLocalAddress();
    }

    /**
     * Returns a stage that completes when the server stops accepting. Handlers of accepted streams may still run then.
     *
     * @return completed after {@link #close}; completed exceptionally, with the failure to accept, if the listener was closed
     *     by other code than this server
     */
    public CompletionStage<@Nullable Void> ended() {
        return ended.minimalCompletionStage();
    }

    /**
     * Stops accepting, then closes the streams that are still open, one after another, which ends their handlers' calls. Does
     * not wait for the handlers. A TLS stream may take as long as {@link NetworkStreamInterface#close} says.
     */
    @Override
    public void close() throws IOException {
        closed = true;
        try (listener) {
            streams.forEach(NetworkServer::closeQuietly);
        } finally {
            LockSupport.unpark(accepting);
        }
    }

    private void acceptAll() {
        accepting = Thread.currentThread();
        long pause = FIRST_PAUSE_NANOS;
        while (!closed) {
            try {
                start(listener.accept()); // may block
                pause = FIRST_PAUSE_NANOS;
            } catch (NetworkStreamClosedException e) {
                end(e);
                return;
            } catch (Throwable e) { // errors as well: no other thread accepts
                warnUnlessClosed(listener, ": accepting failed", e);
                pause(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
        }
        ended.complete(null);
    }

    private void end(NetworkStreamClosedException reason) {
        if (closed) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(reason);
        }
    }

    /** Returns early if the server is closed. */
    private void pause(long nanos) {
        if (!closed) {
            LockSupport.parkNanos(this, nanos);
            Thread.interrupted(); // with the flag set, the pause would end immediately
        }
    }

    private void start(NetworkStreamInterface stream) {
        try {
            streams.add(stream);
            VirtualThreads.start("netbackends-serve-" + stream, () -> handle(stream));
        } catch (Throwable e) {
            streams.remove(stream);
            closeQuietly(stream);
            throw e;
        }
        if (closed) {
            closeQuietly(stream); // close() may have missed it
        }
    }

    private void handle(NetworkStreamInterface stream) {
        try (stream) {
            handler.handle(stream);
        } catch (Exception e) {
            warnUnlessClosed(stream, ": handler failed", e);
        } finally {
            streams.remove(stream);
        }
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

    private static void closeQuietly(Closeable streamOrListener) {
        try {
            streamOrListener.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, streamOrListener + ": closing failed", e);
        }
    }

    /** Returns, for instance, {@code <NetworkServer ["127.0.0.1:8080"]>}, after the listener's address. */
    @Override
    public String toString() {
        return "<NetworkServer [\"" + listener.getLocalAddress() + "\"" + (closed ? " CLOSED" : "") + "]>";
    }
}
