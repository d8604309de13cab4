// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ShortageException;
import io.netbackends.internal.Timers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the delegated tasks of a TLS engine, which may block in a trust manager, on other threads than the loop's. Belongs to the
 * loop's thread, except for {@link #check}.
 */
final class TlsTasks {
    private final EventLoop loop;
    private final TlsMachine machine;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean running;

    /** What a task threw, for the next call. */
    private volatile @Nullable Throwable failure;

    TlsTasks(EventLoop loop, TlsMachine machine) {
        this.loop = loop;
        this.machine = machine;
    }

    /** Throws what a task threw, once. */
    void check() throws IOException {
        Throwable thrown = failure;
        if (thrown == null) {
            return;
        }
        failure = null;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        throw (IOException) thrown;
    }

    /** Starts the tasks, unless they run already, and calls back when they are done. */
    void await(Runnable done) {
        waiting.add(done);
        if (running) {
            return;
        }
        running = true;
        try {
            Timers.THREADS.execute(this::run);
        } catch (Throwable e) { // no thread to be had
            failure = new ShortageException(e);
            loop.execute(this::end);
        }
    }

    private void run() {
        try {
            machine.runTasks(); // may block in a trust manager
        } catch (Throwable e) {
            failure = e;
        }
        loop.execute(this::end);
    }

    private void end() {
        running = false;
        List<Runnable> done = List.copyOf(waiting);
        waiting.clear();
        done.forEach(Runnable::run);
    }
}
