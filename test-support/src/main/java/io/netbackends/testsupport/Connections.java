// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds the sockets and threads of a {@link PlainServer} or a {@link TcpProxy}, closes them together, and stores the first
 * failure of a script.
 */
final class Connections {
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

    private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ioFailuresTolerated;
    private volatile boolean closing;

    /** A script, or the loop that accepts connections for one. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    void track(Closeable socket) {
        sockets.add(socket);
        // Checked after the socket was added, so either this code or close() closes it.
        if (closing) {
            closeQuietly(socket);
        }
    }

    void tolerateIoFailures() {
        ioFailuresTolerated = true;
    }

    void start(Task task) {
        Thread thread = new Thread(() -> run(task), "peer");
        thread.setDaemon(true);
        // Before the start: an acceptor that close() has joined has then queued all its scripts.
        threads.add(thread);
        thread.start();
    }

    void close() {
        closing = true;
        sockets.forEach(Connections::closeQuietly);
        threads.forEach(Thread::interrupt);
        joinAll();
        Throwable first = failures.poll();
        if (first != null) {
            AssertionError failure = new AssertionError("script failed: " + first, first);
            failures.forEach(failure::addSuppressed);
            failures.clear();
            throw failure;
        }
    }

    private void joinAll() {
        long deadline = System.nanoTime() + JOIN_LIMIT.toNanos();
        for (Thread thread = threads.poll(); thread != null; thread = threads.poll()) {
            // Again, for a thread that was started while the others were interrupted.
            thread.interrupt();
            try {
                thread.join(Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for scripts to end", e);
            }
            if (thread.isAlive()) {
                failures.add(new AssertionError("script is still under way after " + JOIN_LIMIT
                        + "; it was required to end when its socket was closed; its stack:\n"
                        + Threads.stackOf(thread)));
            }
        }
    }

    /** Runs the task on this thread and stores its failure, unless failures are allowed. */
    void run(Task task) {
        try {
            task.run();
        } catch (Throwable e) {
            boolean io = e instanceof IOException || e instanceof UncheckedIOException;
            boolean forgiven = closing ? io || e instanceof InterruptedException : io && ioFailuresTolerated;
            if (!forgiven) {
                failures.add(e);
            }
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is not needed any more, and no test checks how it closes.
        }
    }
}
