// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where attempts to connect run: on threads, or, in tests, on a clock moved by hand. */
interface AttemptRunner<T> {
    /** How an attempt ended: with a connection or a failure. */
    record Outcome<T>(
            InetSocketAddress address,
            @Nullable T connection,
            @Nullable Throwable failure) {}

    /** Reads the clock by which attempts wait. */
    long now();

    void start(InetSocketAddress address, HappyEyeballs.Attempt<T> attempt);

    /** Waits for the next attempt to end; null if the time is over first, or the race is given up. */
    @Nullable
    Outcome<T> await(long nanos) throws InterruptedException;
}
