// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Thrown by a call that did not finish before the deadline of a {@link Timeout}, or began after it.
 *
 * <p>A read that timed out has lost no bytes and may be repeated. A write that timed out may have been sent in part, so its
 * stream is closed. The stream is also closed if a read timed out while it was sending a TLS message, for example the
 * response to a key update.
 */
public final class NetworkTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1;

    /** The operation and its peer. */
    private final String operation;

    /** The duration of the timeout. */
    private final Duration duration;

    /** Whether the timeout was one of {@link Timeout#idle}. */
    private final boolean idle;

    /**
     * Creates an exception for a deadline that has passed; transports call {@link Timeout#check} instead.
     *
     * @param operation the operation and its peer: {@code "read from 127.0.0.1:80"}
     * @param duration the duration of the timeout
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
     * @param named the operation and its peer
     * @return an exception to throw
     */
    public NetworkTimeoutException during(String named) {
        NetworkTimeoutException renamed = new NetworkTimeoutException(named, duration, idle);
        renamed.initCause(this);
        return renamed;
    }

    /** {@return the operation and its peer} */
    public String operation() {
        return operation;
    }

    /** {@return the duration of the timeout; if several have expired, of the outermost} */
    public Duration duration() {
        return duration;
    }

    /** {@return whether the timeout was one of {@link Timeout#idle}: no byte has arrived for {@link #duration}} */
    public boolean isIdle() {
        return idle;
    }

    /** Formats a duration for messages: {@code 0.25 s}. */
    static String seconds(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        return seconds.stripTrailingZeros().toPlainString() + " s";
    }
}
