// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The loops that all backends of a class loader share; connections are spread over them. */
public final class SelectorLoops {
    private static final int MOST = 4;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** One for two processors: with more connections, a loop finds more of them ready in one system call. */
    private static final SelectorLoop[] LOOPS =
            new SelectorLoop[Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors() / 2))];

    static {
        for (int i = 0; i < LOOPS.length; i++) {
            LOOPS[i] = new SelectorLoop("netbackends-loop-" + (i + 1), IDLE_NANOS);
        }
    }

    private SelectorLoops() {}

    /** {@return the loop for another connection} */
    public static SelectorLoop next() {
        return LOOPS[Math.floorMod(NEXT.getAndIncrement(), LOOPS.length)];
    }
}
