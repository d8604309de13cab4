// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.internal.HelperThread;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Provides a selector for each platform thread that waits, and closes the selectors of threads that have ended or have not
 * waited for ten seconds. A daemon thread does this once a second, and ends when there are no selectors. If threads start
 * and end faster, a new thread first closes abandoned selectors.
 */
final class SelectorRegistry {
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int UNUSED_TICKS = 10;
    private static final int FEW = 64;

    /** Weak, so that no thread retains these classes and their loader; {@link #ALL} retains the selectors. */
    private static final ThreadLocal<@Nullable WeakReference<PerThreadSelector>> OWN = new ThreadLocal<>();

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Set<PerThreadSelector> ALL = new HashSet<>();
    private static final HelperThread SWEEPER = new HelperThread("netbackends-nio-selectors", SelectorRegistry::sweep);

    /** The number of selectors at which unused ones are closed first: twice as many as were in use the last time. */
    private static int sweepThreshold = FEW;

    private SelectorRegistry() {}

    /**
     * Returns the current thread's selector, entered; null if no descriptor or memory is available. Not for virtual threads,
     * since there may be any number of them.
     */
    static @Nullable PerThreadSelector enterIfPossible() {
        WeakReference<PerThreadSelector> reference = OWN.get();
        PerThreadSelector own = reference == null ? null : reference.get();
        if (own != null && SWEEPER.isRunning() && own.enter()) {
            return own;
        }
        try {
            return own != null && own.enter() ? swept(own) : open();
        } catch (IOException | OutOfMemoryError e) {
            return null;
        }
    }

    private static PerThreadSelector open() throws IOException {
        LOCK.lock();
        try {
            if (ALL.size() >= sweepThreshold) {
                ALL.removeIf(selector -> !selector.isOwnerAlive() && closeIfUnused(selector));
                sweepThreshold = Math.max(FEW, 2 * ALL.size());
            }
            PerThreadSelector own = new PerThreadSelector();
            try {
                OWN.set(new WeakReference<>(own));
                ALL.add(own);
            } catch (Throwable e) { // out of memory
                own.close();
                throw e;
            }
            return swept(own);
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Ensures that the selector will be closed eventually; if no thread is available for that now, the next wait tries
     * again.
     */
    private static PerThreadSelector swept(PerThreadSelector own) {
        LOCK.lock();
        try {
            SWEEPER.ensureRunning();
        } catch (OutOfMemoryError e) {
            // a wait needs only the selector
        } finally {
            LOCK.unlock();
        }
        return own;
    }

    private static void sweep() {
        do {
            LockSupport.parkNanos(TICK_NANOS);
        } while (closeUnused());
    }

    /** Returns whether any selectors are left. */
    private static boolean closeUnused() {
        LOCK.lock();
        try {
            ALL.removeIf(SelectorRegistry::closeIfUnused);
            if (ALL.isEmpty()) {
                SWEEPER.retire();
            }
            return !ALL.isEmpty();
        } finally {
            LOCK.unlock();
        }
    }

    private static boolean closeIfUnused(PerThreadSelector selector) {
        try {
            return selector.closeIfUnused(UNUSED_TICKS);
        } catch (IOException e) {
            return true; // closed as far as possible
        }
    }
}
