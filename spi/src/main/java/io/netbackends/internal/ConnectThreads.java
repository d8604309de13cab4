// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;

/** The daemon threads on which connects run that their callers cannot wait for: as many as are needed, idle ones end. */
public final class ConnectThreads {
    private static final Executor THREADS =
            DaemonThreads.pool("netbackends-connect", 0, Integer.MAX_VALUE, new SynchronousQueue<>());

    private ConnectThreads() {}

    /** Runs a task on a thread without deadlines. */
    public static void execute(Runnable task) {
        THREADS.execute(task);
    }
}
