// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Thrown by a call that did not finish before a {@link Timeout}, or was begun after it.
 *
 * <p>A read that timed out has lost nothing and may be repeated. A write that timed out may have been sent in part; its
 * stream is closed. So is that of a read which had to answer a message of TLS itself, a key update, say, and could not.
 */
public final class NetworkTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1;

    /** What was to be done, and with whom. */
    private final String operation;

    /** The time that was given to the block. */
    private final Duration duration;

    /** Whether it was the time in which nothing came. */
    private final boolean idle;

    /**
     * Creates an exception for a deadline that has passed; transports call {@link Timeout#check} instead.
     *
     * @param operation what was to be done, and with whom: {@code "read from 127.0.0.1:80"}
     * @param duration the time that was given to the block
     */
    public NetworkTimeoutException(String operation, Duration duration) {
        this(operation, duration, false);
    }

    NetworkTimeoutException(String operation, Duration duration, boolean idle) {
        super(operation + " timed out: "
                + (idle ? "idle for " + seconds(duration) : "the deadline of " + seconds(duration) + " has passed"));
        this.operation = operation;
        this.duration = duration;
        this.idle = idle;
    }

    /**
     * Returns the same failure of another operation, with this one as its cause.
     *
     * @param named what was to be done, and with whom
     * @return an exception to throw
     */
    public NetworkTimeoutException during(String named) {
        NetworkTimeoutException renamed = new NetworkTimeoutException(named, duration, idle);
        renamed.initCause(this);
        return renamed;
    }

    /** {@return what was to be done, and with whom} */
    public String operation() {
        return operation;
    }

    /** {@return the time that was given to the block; of several blocks whose time is over, the outermost} */
    public Duration duration() {
        return duration;
    }

    /** {@return whether the block was one of {@link Timeout#idle}: nothing has come for {@link #duration}} */
    public boolean isIdle() {
        return idle;
    }

    /** Returns a duration for people: {@code 0.25 s}. */
    static String seconds(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        return seconds.stripTrailingZeros().toPlainString() + " s";
    }
}
