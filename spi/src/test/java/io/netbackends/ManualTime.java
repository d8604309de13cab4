// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.time.Duration;

/** A clock moved by hand: deadlines opened inside the scope it opens follow it. */
public final class ManualTime implements AutoCloseable {
    private volatile long now;
    private final Timeout scope;

    /** Starts at a reading close to overflow, so that every test also covers the wrap. */
    public ManualTime() {
        this(Long.MAX_VALUE - 5);
    }

    ManualTime(long start) {
        now = start;
        scope = Timeout.after(Duration.ofSeconds(Long.MAX_VALUE), this::read);
        scope.cancel(); // only its clock is needed
    }

    private long read() {
        return now;
    }

    public void advance(Duration duration) {
        now += duration.toNanos();
    }

    @Override
    public void close() {
        scope.close();
    }
}
