// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

/**
 * A thread that completes the futures of calls, such as an event loop's. A wait for such a future on this thread would never
 * end.
 */
public interface NonBlockingThread {
    /**
     * Fails if the current thread is such a thread.
     *
     * @throws IllegalStateException with an alternative in its message
     */
    static void check() {
        if (Thread.currentThread() instanceof NonBlockingThread) {
            throw new IllegalStateException("thread (" + Thread.currentThread().getName()
                    + ") must not wait for the result of a call, since it completes calls: use thenCompose, or move to"
                    + " another thread by thenComposeAsync and an executor");
        }
    }
}
