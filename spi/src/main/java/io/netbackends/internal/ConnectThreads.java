// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;

/** Daemon threads for connects that must not block their callers. Their number is not bounded; idle ones end. */
public final class ConnectThreads {
    private static final Executor THREADS =
            DaemonThreads.pool("netbackends-connect", 0, Integer.MAX_VALUE, new SynchronousQueue<>());

    private ConnectThreads() {}

    /** Runs a task on a thread without deadlines. */
    public static void execute(Runnable task) {
        THREADS.execute(task);
    }
}
