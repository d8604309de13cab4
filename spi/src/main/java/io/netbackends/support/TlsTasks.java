// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ShortageException;
import io.netbackends.internal.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of a {@link TlsMachine} on other threads, since a trust manager may block. While they run, the machine must not
 * be touched: an engine keeps its lock for the time of a task, and a call would wait for it.
 */
final class TlsTasks {
    private final TlsMachine machine;
    private final Runnable done;
    private volatile boolean running;

    /** What a task threw: the engine cannot go on without it. */
    private volatile @Nullable Throwable failure;

    /**
     * Prepares running tasks.
     *
     * @param done called on the thread of the tasks when they have run
     */
    TlsTasks(TlsMachine machine, Runnable done) {
        this.machine = machine;
        this.done = done;
    }

    boolean areRunning() {
        return running;
    }

    /** Throws what a task threw. */
    void checkFailure() {
        Throwable known = failure;
        if (known instanceof Error error) {
            throw error;
        }
        if (known instanceof RuntimeException defect) {
            throw defect;
        }
    }

    /**
     * Begins to run the tasks that are due.
     *
     * @throws ShortageException if there is no thread to be had
     */
    void start() throws ShortageException {
        running = true;
        try {
            Timers.THREADS.execute(this::run);
        } catch (Throwable e) {
            running = false;
            throw new ShortageException(e);
        }
    }

    private void run() {
        try {
            machine.runTasks(); // may block
        } catch (Throwable e) {
            failure = e;
        }
        running = false;
        done.run();
    }
}
