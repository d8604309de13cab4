// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;

/**
 * The times that cases wait and allow for, all multiplied by the system property {@code netbackends.tck.timeout-factor} (1
 * if it is not set), for machines that are slow.
 */
final class TckTimes {
    /** What a wait may be shorter than asked for: a clock may be read a little early. */
    private static final Duration EARLY = Duration.ofMillis(1);

    private static final Duration MOMENT = Duration.ofMillis(150);
    private static final Duration SLACK = Duration.ofSeconds(3);
    private static final Duration GUARD = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TckTimes() {}

    /** The deadline of a call that is meant to run into it. */
    static Duration moment() {
        return scaled(MOMENT);
    }

    /** How much later than asked for a call may end. */
    static Duration slack() {
        return scaled(SLACK);
    }

    /** How long a case may take before its connections are closed. */
    static Duration guard() {
        return scaled(GUARD);
    }

    /** How long threads may take to end, and what they hold to be freed, once nothing keeps them any more. */
    static Duration patience() {
        return scaled(PATIENCE);
    }

    static Duration early() {
        return EARLY;
    }

    private static Duration scaled(Duration time) {
        double factor = Double.parseDouble(System.getProperty("netbackends.tck.timeout-factor", "1"));
        return Duration.ofNanos((long) (time.toNanos() * factor));
    }
}
