// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the current thread has allocated since it began; asking allocates nothing. */
final class AllocatedBytes {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    static long now() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
