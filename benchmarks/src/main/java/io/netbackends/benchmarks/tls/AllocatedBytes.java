// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Returns the bytes allocated by the current thread since its start, without allocating. */
final class AllocatedBytes {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    static long now() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
