// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.ShortageException;
import io.netbackends.internal.UncancellableFuture;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts Internet or UNIX-domain channels in an event loop, for waiting calls in their order. If an accept fails, for lack
 * of descriptors for instance, one call fails, and the next is served after a pause.
 */
public final class AsyncChannelListener implements AsyncNetworkListenerInterface, ReadyChannel {
    /** The number of connections to accept before the loop runs other work. */
    private static final int MOST_A_TURN = 64;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SelectorLoop loop;
    private final ServerSocketChannel server;
    private final SocketAddress localAddress;
    private final String description;
    private final String operation;
    private final Acceptance acceptance;
    private final Queue<AcceptCall> waiting = new ArrayDeque<>();

    /** Streams accepted for calls that had ended by then. */
    private final Queue<SocketChannel> kept = new ArrayDeque<>();

    private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();
    private @Nullable SelectionKey key;
    private boolean noted;
    private boolean pausing;
    private volatile boolean closed;

    /** Converts an accepted channel to a stream. */
    @FunctionalInterface
    public interface Acceptance {
        /**
         * Makes a stream of a channel. Called on the loop's thread, where it must not block.
         *
         * @param channel connected, blocking; closed by the listener if this method, or the future, fails
         * @return completes with the stream, which owns the channel from now on
         * @throws IOException if the connection has failed already
         */
        CompletableFuture<AsyncNetworkStreamInterface> stream(SocketChannel channel) throws IOException;
    }

    /**
     * Begins to listen.
     *
     * @param loop waits for connections
     * @param server bound; owned by the listener from now on, and closed if this constructor fails
     * @param description the local address, as named in messages
     * @param acceptance makes the streams
     * @throws IOException if the channel fails
     */
    public AsyncChannelListener(
            SelectorLoop loop, ServerSocketChannel server, String description, Acceptance acceptance)
            throws IOException {
        this.loop = loop;
        this.server = server;
        this.description = description;
        this.operation = "accept on " + description;
        this.acceptance = acceptance;
        try {
            localAddress = server.getLocalAddress();
            server.configureBlocking(false);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> accept() {
        if (closed) {
            return NetworkFutures.failed(closedException());
        }
        Deadlines deadlines = Deadlines.current();
        NetworkTimeoutException expired = deadlines.expired(operation);
        if (expired != null) {
            return NetworkFutures.failed(expired);
        }
        AcceptCall call = new AcceptCall(loop, operation, deadlines);
        try {
            loop.run(() -> begin(call));
        } catch (Throwable e) { // the loop has no thread
            call.fail(NetworkFailures.during(operation, new ShortageException(e)));
        }
        return call;
    }

    private void begin(AcceptCall call) {
        if (closed) {
            call.fail(closedException());
            return;
        }
        waiting.add(call);
        call.startTimer();
        if (NetworkFuture.mayCompleteAtOnce()) {
            acceptAll();
        } else {
            loop.execute(this::acceptAll);
        }
    }

    @Override
    public boolean noteReady(int ops) {
        boolean first = !noted;
        noted = true;
        return first;
    }

    @Override
    public void handle() {
        noted = false;
        acceptAll();
    }

    /** Accepts while calls are waiting; other connections stay in the system's backlog. */
    private void acceptAll() {
        for (int i = 0; !closed && !pausing; i++) {
            waiting.removeIf(AcceptCall::isOver);
            if (waiting.isEmpty()) {
                ignore();
                return;
            }
            if (i == MOST_A_TURN) {
                loop.execute(this::acceptAll);
                return;
            }
            try {
                SocketChannel channel = kept.isEmpty() ? server.accept() : kept.remove();
                if (channel == null) {
                    await();
                    return;
                }
                hand(channel);
            } catch (IOException e) { // too many open files, for example
                pause();
                waiting.remove().fail(NetworkFailures.during(operation, e));
            }
        }
    }

    /** The connection that could not be accepted is still pending: trying again immediately would loop endlessly. */
    private void pause() {
        pausing = true;
        ignore();
        loop.schedule(PAUSE_NANOS, () -> {
            pausing = false;
            acceptAll();
        });
    }

    /** Passes a connection to the first call that has not ended, else stores it for the next one. */
    private void hand(SocketChannel channel) {
        AcceptCall call = waiting.poll();
        while (call != null && !call.claim()) {
            call = waiting.poll();
        }
        if (call == null) {
            kept.add(channel);
            return;
        }
        make(channel, call);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the call gets the failure
    private void make(SocketChannel channel, AcceptCall call) {
        CompletableFuture<AsyncNetworkStreamInterface> made;
        try {
            made = acceptance.stream(channel);
        } catch (Throwable e) {
            made = CompletableFuture.failedFuture(e);
        }
        made.whenComplete((stream, failure) -> loop.run(() -> {
            if (failure == null) {
                call.give(stream, null);
            } else {
                closeQuietly(channel);
                call.give(null, NetworkFutures.cause(failure));
            }
        }));
    }

    private static void closeQuietly(SocketChannel failed) {
        try {
            failed.close();
        } catch (IOException e) {
            // the call reports the failure
        }
    }

    private void await() throws IOException {
        SelectionKey registered = key;
        if (registered == null) {
            key = loop.register(server, SelectionKey.OP_ACCEPT, this);
        } else {
            registered.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void ignore() {
        if (key != null) {
            key.interestOps(0);
        }
    }

    @Override
    public void registered(SelectionKey another) {
        key = another;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return localAddress;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        try {
            loop.run(this::release);
        } catch (Throwable e) { // the loop has no thread, so no call waits
            release();
        }
        return UncancellableFuture.of(closing);
    }

    private void release() {
        try {
            server.close();
            if (key != null && loop.isLoopThread()) {
                loop.releaseClosed();
            }
            for (SocketChannel channel = kept.poll(); channel != null; channel = kept.poll()) {
                channel.close();
            }
            closing.complete(null);
        } catch (IOException e) {
            closing.completeExceptionally(NetworkFailures.during("close listener on " + description, e));
        } finally {
            for (AcceptCall call = waiting.poll(); call != null; call = waiting.poll()) {
                call.fail(closedException());
            }
        }
    }

    private NetworkStreamClosedException closedException() {
        return new NetworkStreamClosedException(operation + ": the listener is closed", null);
    }

    /** Returns, for instance, {@code <AsyncNetworkListener ["127.0.0.1:8080"]>}. */
    @Override
    public String toString() {
        return "<AsyncNetworkListener [\"" + description + "\"" + (closed ? " CLOSED" : "") + "]>";
    }
}
