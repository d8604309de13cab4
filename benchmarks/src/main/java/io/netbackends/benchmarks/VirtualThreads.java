// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads for code compiled for a JDK without them. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * Returns an executor that runs each task on a new virtual thread.
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
