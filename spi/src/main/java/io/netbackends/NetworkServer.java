// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.VirtualThreads;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs a handler for each stream that a listener accepts, on a thread of its own: a virtual one where the JDK has them, else
 * a daemon. For tests, demonstrations and small servers.
 *
 * <pre>{@code
 * try (NetworkServer server = NetworkServer.serve(net.listen("localhost", 0), stream -> stream.write(stream.read()))) {
 *     ...
 * }
 * }</pre>
 */
public final class NetworkServer implements Closeable {
    private static final System.Logger LOG = System.getLogger(NetworkServer.class.getName());

    /** One connection that fails while it is accepted says nothing about the next; after so many, the listener is broken. */
    private static final int MAX_FAILURES = 10;

    private final NetworkListenerInterface listener;
    private final Handler handler;
    private final Set<NetworkStreamInterface> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What a server does with a stream. */
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
     * Starts to accept, on a thread of the server's own.
     *
     * @param listener owned by the server from now on
     * @param handler called for several streams at a time
     * @return the running server
     */
    public static NetworkServer serve(NetworkListenerInterface listener, Handler handler) {
        NetworkServer server = new NetworkServer(listener, handler);
        VirtualThreads.start("netbackends-accept-" + listener.getLocalAddress(), server::acceptAll);
        return server;
    }

    /** {@return the address listened on} */
    public SocketAddress getLocalAddress() {
        return listener.getLocalAddress();
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
        }
    }

    private void acceptAll() {
        for (int failures = 0; !closed && failures < MAX_FAILURES; ) {
            try {
                start(listener.accept()); // may block
                failures = 0;
            } catch (NetworkStreamClosedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    LOG.log(Level.WARNING, listener + ": accepting failed", e);
                }
                failures++;
            }
        }
        closeQuietly(listener); // else clients would connect to a server that has given up, and wait
    }

    private void start(NetworkStreamInterface stream) {
        streams.add(stream);
        if (closed) {
            closeQuietly(stream); // close() may have missed it
        }
        VirtualThreads.start("netbackends-serve-" + stream, () -> handle(stream));
    }

    private void handle(NetworkStreamInterface stream) {
        try (stream) {
            handler.handle(stream);
        } catch (Exception e) {
            if (!closed) {
                LOG.log(Level.WARNING, stream + ": handler failed", e);
            }
        } finally {
            streams.remove(stream);
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
