// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

/** A monotonic clock in nanoseconds with an arbitrary origin: two readings may only be subtracted, never compared. */
@FunctionalInterface
interface Ticker {
    /** The only place where the system's clock is read. */
    Ticker SYSTEM = System::nanoTime;

    long read();
}
