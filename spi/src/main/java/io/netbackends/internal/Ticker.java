// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

/** A monotonic clock in nanoseconds with an arbitrary origin: two readings may only be subtracted, never compared. */
@FunctionalInterface
public interface Ticker {
    /** The only place where the system's clock is read. */
    Ticker SYSTEM = new Ticker() { // not a lambda: each one delays the start of a program by a millisecond
                @Override
                public long read() {
                    return System.nanoTime();
                }
            };

    /** Reads the clock. */
    long read();
}
