// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts the allocations of the measuring thread only, and its operations; the quotient is the allocation of one operation.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Per iteration. */
    public long allocatedBytes;

    /** Per iteration. */
    public long operations;

    private long before;
    private long counted;

    /** Starts counting. */
    @Setup(Level.Iteration)
    public void begin() {
        counted = 0;
        before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Sums up at the end, since JMH resets public counters in the middle of an iteration. */
    @TearDown(Level.Iteration)
    public void end() {
        allocatedBytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        operations = counted;
    }

    /** Call in each operation. */
    void count() {
        counted++;
    }
}
