// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ShortageException;
import io.netbackends.internal.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of a {@link TlsMachine} on other threads, since a trust manager may block. While they run, the machine must
 * not be used: an engine holds its lock during a task, so a call would wait.
 */
final class TlsTasks {
    private final TlsMachine machine;
    private final Runnable done;
    private volatile boolean running;

    /** The failure of a task, without which the engine cannot continue. */
    private volatile @Nullable Throwable failure;

    /**
     * Makes a runner.
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

    /** Throws the failure of a task, if any. */
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
     * Starts the pending tasks.
     *
     * @throws ShortageException if no thread is available
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
