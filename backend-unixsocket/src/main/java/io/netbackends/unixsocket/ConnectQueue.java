// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few threads at a time repeat their connect to a listener whose backlog is full; the others wait in a queue.
 * Thousands of retrying threads would leave the listener no CPU time to accept.
 */
final class ConnectQueue implements AutoCloseable {
    /** The number of threads that may retry at a time, for each path. */
    private static final int TURNS = 8;

    private static final ConcurrentHashMap<Path, ConnectQueue> QUEUES = new ConcurrentHashMap<>();

    private final Path path;
    private final Semaphore turns = new Semaphore(TURNS, true);

    /** The number of threads that have a turn or wait for one; changed under the lock of the map's entry. */
    private int threads;

    private ConnectQueue(Path path) {
        this.path = path;
    }

    /**
     * Waits for a turn, within the deadline; {@link #close} ends it.
     *
     * @param operation the operation and the path; begins messages
     */
    static ConnectQueue await(Path path, String operation) throws IOException {
        ConnectQueue queue = join(path);
        boolean hasTurn = false;
        try {
            while (!queue.tryAcquireTurn(operation)) { // may block
                Timeout.check(operation); // otherwise the deadline was cancelled, or the interrupt is held
            }
            hasTurn = true;
            return queue;
        } finally {
            if (!hasTurn) {
                queue.leave();
            }
        }
    }

    private boolean tryAcquireTurn(String operation) throws IOException {
        try {
            return turns.tryAcquire(Timeout.remainingNanos(), TimeUnit.NANOSECONDS); // may block
        } catch (InterruptedException e) {
            DeadlineWait.endUnlessHeld(operation);
            return false;
        }
    }

    /** Returns a turn, which {@link #close} ends; null if all turns are taken. For a call that tries again later. */
    static @Nullable ConnectQueue enterIfPossible(Path path) {
        ConnectQueue queue = join(path);
        if (queue.turns.tryAcquire()) {
            return queue;
        }
        queue.leave();
        return null;
    }

    private static ConnectQueue join(Path path) {
        return QUEUES.compute(path, (key, known) -> {
            ConnectQueue joined = known == null ? new ConnectQueue(key) : known;
            joined.threads++;
            return joined;
        });
    }

    /** Ends the turn. */
    @Override
    public void close() {
        turns.release();
        leave();
    }

    private void leave() {
        QUEUES.compute(path, (key, known) -> --threads == 0 ? null : known);
    }
}
