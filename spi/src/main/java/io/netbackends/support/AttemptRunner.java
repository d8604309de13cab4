// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Runs attempts to connect: on threads or, in tests, with a clock moved by hand. */
interface AttemptRunner<T> {
    /** The outcome of an attempt: a connection or a failure. */
    record Outcome<T>(
            InetSocketAddress address,
            @Nullable T connection,
            @Nullable Throwable failure) {}

    /** Reads the clock by which attempts wait. */
    long now();

    void start(InetSocketAddress address, HappyEyeballs.Attempt<T> attempt);

    /** Waits for the next attempt to end; returns null if the time has passed first, or the race was abandoned. */
    @Nullable
    Outcome<T> await(long nanos) throws InterruptedException;
}
