// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.util.concurrent.locks.ReentrantLock;

/** Takes a lock even if there is no memory to wait for it in a queue. */
final class FailsafeLock {
    private FailsafeLock() {}

    static void lock(ReentrantLock lock) {
        try {
            lock.lock();
        } catch (OutOfMemoryError e) {
            while (!lock.tryLock()) { // which takes none
                Thread.onSpinWait();
            }
        }
    }
}
