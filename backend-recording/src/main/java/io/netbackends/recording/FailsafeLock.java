// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.util.concurrent.locks.ReentrantLock;

/** Acquires a lock even if there is no memory for an entry in its wait queue. */
final class FailsafeLock {
    private FailsafeLock() {}

    static void lock(ReentrantLock lock) {
        try {
            lock.lock();
        } catch (OutOfMemoryError e) {
            while (!lock.tryLock()) { // which allocates nothing
                Thread.onSpinWait();
            }
        }
    }
}
