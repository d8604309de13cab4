// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of this process, in bytes.
 *
 * @param heap the heap after a garbage collection
 * @param direct the memory in direct buffers
 * @param resident the resident set size; 0 if there is no {@code /proc}
 * @param threads the number of live threads
 */
record Footprint(long heap, long direct, long resident, long threads) {
    private static final int COLLECTIONS = 3;

    static Footprint now() throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) { // objects with a cleaner are freed only after the first collection
            System.gc();
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Footprint(
                heap,
                directBytes(),
                residentBytes(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** Netty's own count, which includes memory allocated without the JDK's knowledge. */
    private static long directBytes() {
        long jdk = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                jdk = pool.getMemoryUsed();
            }
        }
        return Math.max(jdk, PlatformDependent.usedDirectMemory());
    }

    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
