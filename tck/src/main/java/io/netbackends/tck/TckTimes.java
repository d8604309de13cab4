// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;

/**
 * The time limits of cases, multiplied by the system property {@code netbackends.tck.timeout-factor} (default 1), for slow
 * machines.
 */
final class TckTimes {
    /** The tolerance for waits that end early: a clock may be read a little early. */
    private static final Duration EARLY = Duration.ofMillis(1);

    private static final Duration MOMENT = Duration.ofMillis(150);
    private static final Duration SLACK = Duration.ofSeconds(3);
    private static final Duration GUARD = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TckTimes() {}

    /** The deadline of a call that is expected to time out. */
    static Duration moment() {
        return scaled(MOMENT);
    }

    /** The tolerance for calls that end late. */
    static Duration slack() {
        return scaled(SLACK);
    }

    /** The time limit of a case, after which its connections are closed. */
    static Duration guard() {
        return scaled(GUARD);
    }

    /** The time limit for threads to end, and to release their resources, when they are not needed any more. */
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
