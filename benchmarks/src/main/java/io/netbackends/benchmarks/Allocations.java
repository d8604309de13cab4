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

/** Counts what the measuring thread allocates, and no other, and in how many operations: the quotient is what one allocates. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** In an iteration. */
    public long allocatedBytes;

    /** In an iteration. */
    public long operations;

    private long before;
    private long counted;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void begin() {
        counted = 0;
        before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Makes the sums: JMH sets public counters to zero in the middle of an iteration. */
    @TearDown(Level.Iteration)
    public void end() {
        allocatedBytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        operations = counted;
    }

    /** To be called by each operation. */
    void count() {
        counted++;
    }
}
