// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Waiter;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pending connections of a listener, and the calls, blocking or asynchronous, that wait for a connection or for room.
 */
final class Backlog {
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * One condition for clients and acceptors: the queue cannot be full and empty at once, so they never wait at the same
     * time.
     */
    private final Condition changed = lock.newCondition();

    private final Queue<MemorySocket> pending = new ArrayDeque<>();

    /** Empty if a connection is pending. */
    private final Queue<Waiter<MemorySocket, AsyncNetworkStreamInterface>> accepting = new ArrayDeque<>();

    /** Empty if there is room. */
    private final Queue<Connecting> connecting = new ArrayDeque<>();

    private volatile boolean closed;

    /** An asynchronous connect that waits for room. */
    private record Connecting(
            MemorySocket.Pair pair, String operation, Waiter<MemorySocket, AsyncNetworkStreamInterface> client) {
        void accept() {
            client.give(pair.client());
        }

        void refuse() {
            client.fail(refused(operation));
        }
    }

    Backlog(int limit) {
        this.limit = limit;
    }

    boolean isClosed() {
        return closed;
    }

    /** Adds the server's end of a new connection; waits for room. */
    void add(MemorySocket server, String operation) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw refused(operation);
                }
                DeadlineWait.check(operation);
                if (tryAdd(server)) {
                    return;
                }
                DeadlineWait.await(changed, operation); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the server's end of a new connection; the future completes with the client's stream when there is room. */
    CompletableFuture<AsyncNetworkStreamInterface> addAsync(
            MemorySocket.Pair pair, String operation, Function<MemorySocket, AsyncNetworkStreamInterface> toStream) {
        Waiter<MemorySocket, AsyncNetworkStreamInterface> call =
                new Waiter<>(Deadlines.current(), operation, toStream, this::leaveConnecting);
        lock.lock();
        try {
            if (closed) {
                return NetworkFutures.failed(refused(operation));
            }
            if (!tryAdd(pair.server())) {
                connecting.add(new Connecting(pair, operation, call));
                call.startTimer();
                return call;
            }
        } finally {
            lock.unlock();
        }
        return given(call, pair.client());
    }

    private boolean tryAdd(MemorySocket server) {
        Waiter<MemorySocket, AsyncNetworkStreamInterface> acceptor = accepting.poll();
        if (acceptor != null) {
            MemoryLoop.LOOP.execute(() -> acceptor.give(server));
            return true;
        }
        if (pending.size() >= limit) {
            return false;
        }
        pending.add(server);
        changed.signalAll();
        return true;
    }

    /** Waits for a connection, and removes it. */
    MemorySocket take(String operation) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw listenerClosed(operation);
                }
                DeadlineWait.check(operation);
                MemorySocket server = tryTake();
                if (server != null) {
                    return server;
                }
                DeadlineWait.await(changed, operation); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    /** The future completes with the stream of the next connection; calls are served in their order. */
    CompletableFuture<AsyncNetworkStreamInterface> takeAsync(
            String operation, Function<MemorySocket, AsyncNetworkStreamInterface> toStream) {
        Deadlines deadlines = Deadlines.current();
        Waiter<MemorySocket, AsyncNetworkStreamInterface> call =
                new Waiter<>(deadlines, operation, toStream, this::leaveAccepting);
        MemorySocket server;
        lock.lock();
        try {
            if (closed) {
                return NetworkFutures.failed(listenerClosed(operation));
            }
            deadlines.check(operation);
            server = tryTake();
            if (server == null) {
                accepting.add(call);
                call.startTimer();
                return call;
            }
        } catch (IOException e) {
            return NetworkFutures.failed(e);
        } finally {
            lock.unlock();
        }
        return given(call, server);
    }

    private @Nullable MemorySocket tryTake() {
        MemorySocket server = pending.poll();
        if (server != null) {
            Connecting next = connecting.poll();
            if (next != null) {
                pending.add(next.pair().server());
                MemoryLoop.LOOP.execute(next::accept);
            }
            changed.signalAll();
        }
        return server;
    }

    /** Ends all calls; returns the connections that were not accepted. */
    List<MemorySocket> close(String accept) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            accepting.forEach(call -> MemoryLoop.LOOP.execute(() -> call.fail(listenerClosed(accept))));
            accepting.clear();
            connecting.forEach(connect -> MemoryLoop.LOOP.execute(connect::refuse));
            connecting.clear();
            List<MemorySocket> all = new ArrayList<>(pending);
            pending.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private boolean leaveAccepting(Waiter<MemorySocket, AsyncNetworkStreamInterface> call) {
        lock.lock();
        try {
            return accepting.remove(call);
        } finally {
            lock.unlock();
        }
    }

    private boolean leaveConnecting(Waiter<MemorySocket, AsyncNetworkStreamInterface> call) {
        lock.lock();
        try {
            return connecting.removeIf(connect -> connect.client() == call);
        } finally {
            lock.unlock();
        }
    }

    /** Nested functions, each with a call that completes immediately, would overflow the stack. */
    private static CompletableFuture<AsyncNetworkStreamInterface> given(
            Waiter<MemorySocket, AsyncNetworkStreamInterface> call, MemorySocket socket) {
        if (NetworkFuture.mayCompleteAtOnce()) {
            call.give(socket);
        } else {
            MemoryLoop.LOOP.execute(() -> call.give(socket));
        }
        return call;
    }

    private static ConnectException refused(String operation) {
        return new ConnectException(operation + ": connection refused, the listener is closed");
    }

    private static NetworkStreamClosedException listenerClosed(String operation) {
        return new NetworkStreamClosedException(operation + ": the listener is closed", null);
    }
}
