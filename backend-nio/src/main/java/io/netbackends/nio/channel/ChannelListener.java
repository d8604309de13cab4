// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Accepts Internet or UNIX-domain channels within the deadline. */
public final class ChannelListener implements NetworkListenerInterface {
    private final ServerSocketChannel server;
    private final SocketAddress localAddress;
    private final String description;
    private final String operation;
    private final Acceptance acceptance;
    private final Readiness readiness;

    /** Readiness supports one waiting thread, so threads take turns at waiting, but not at creating streams. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Converts an accepted channel to a stream. */
    @FunctionalInterface
    public interface Acceptance {
        /**
         * Makes a stream of a channel.
         *
         * @param channel connected, blocking; closed by the listener if this method fails
         * @return the stream that owns the channel from now on
         * @throws IOException if the connection has failed already
         */
        NetworkStreamInterface stream(SocketChannel channel) throws IOException;
    }

    /**
     * Begins to listen.
     *
     * @param server bound; owned by the listener from now on, and closed if this constructor fails
     * @param description the local address, as named in messages
     * @param acceptance makes the streams
     * @throws IOException if the channel fails
     */
    public ChannelListener(ServerSocketChannel server, String description, Acceptance acceptance) throws IOException {
        this.server = server;
        this.description = description;
        this.operation = "accept on " + description;
        this.acceptance = acceptance;
        this.readiness = new Readiness(server);
        try {
            localAddress = server.getLocalAddress();
            server.configureBlocking(false);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    @Override
    public NetworkStreamInterface accept() throws IOException {
        SocketChannel channel = acceptChannel(); // may block
        try {
            return acceptance.stream(channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public SocketAddress getLocalAddress() {
        return localAddress;
    }

    @Override
    public void close() throws IOException {
        readiness.close();
    }

    private SocketChannel acceptChannel() throws IOException {
        checkOpen(null);
        DeadlineWait.lock(turn, operation); // may block
        try {
            checkOpen(null);
            DeadlineWait.check(operation);
            SocketChannel channel = server.accept();
            while (channel == null) {
                readiness.await(SelectionKey.OP_ACCEPT, operation); // may block
                channel = server.accept();
            }
            return channel;
        } catch (NetworkStreamClosedException | InterruptedIOException e) {
            throw e; // including a timeout
        } catch (IOException e) {
            checkOpen(e);
            throw NetworkFailures.during(operation, e);
        } finally {
            turn.unlock();
        }
    }

    private void checkOpen(@Nullable IOException cause) throws IOException {
        if (!readiness.isOpen()) {
            throw new NetworkStreamClosedException(operation + ": the listener is closed", cause);
        }
    }

    /** Returns, for instance, {@code <NetworkListener ["127.0.0.1:8080"]>}. */
    @Override
    public String toString() {
        return "<NetworkListener [\"" + description + "\"" + (readiness.isOpen() ? "" : " CLOSED") + "]>";
    }
}
