// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads for code that is compiled for a JDK without. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * Returns what has a new virtual thread for each task.
     *
     * @throws UnsupportedOperationException if this JDK has none
     */
    public static ExecutorService executor() {
        if (Runtime.version().feature() < 21) {
            throw new UnsupportedOperationException("JDK " + Runtime.version() + " has no virtual threads; 21 has");
        }
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("JDK 21 has it", e);
        }
    }
}
