// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Reports the progress of a long job on standard error once a second; prints nothing for one that takes less than a second.
 */
final class ProgressLine {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final long MEBIBYTE = 1024 * 1024;

    private final PrintWriter err;
    private final String job;
    private final InstantSource clock;
    private Instant latest;

    ProgressLine(PrintWriter err, String job) {
        this(err, job, InstantSource.system());
    }

    ProgressLine(PrintWriter err, String job, InstantSource clock) {
        this.err = err;
        this.job = job;
        this.clock = clock;
        this.latest = clock.instant();
    }

    void update(long done, long all) {
        Instant now = clock.instant();
        if (Duration.between(latest, now).compareTo(INTERVAL) >= 0) {
            latest = now;
            err.println(job + ": " + done / MEBIBYTE + " of " + Math.max(done, all) / MEBIBYTE + " MiB");
        }
    }
}
