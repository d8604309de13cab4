// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Evaluates a chain of scopes, from the innermost to the outermost; null is the empty chain. */
final class TimeoutChain {
    private TimeoutChain() {}

    static long remainingNanos(@Nullable Timeout innermost) {
        if (innermost == null) {
            return Timeout.NO_DEADLINE;
        }
        long now = innermost.ticker.read();
        long tightest = Timeout.NO_DEADLINE;
        for (Timeout t = innermost; t != null; t = t.outer) {
            if (!t.isCancelled()) {
                tightest = Math.min(tightest, Math.max(0, t.deadline() - now));
            }
        }
        return tightest;
    }

    static boolean isActive(@Nullable Timeout innermost) {
        for (Timeout t = innermost; t != null; t = t.outer) {
            if (!t.isCancelled()) {
                return true;
            }
        }
        return false;
    }

    static long checkRemaining(@Nullable Timeout innermost, Object operation) throws NetworkTimeoutException {
        while (true) {
            long remaining = remainingNanos(innermost);
            if (remaining > 0) {
                return remaining;
            }
            NetworkTimeoutException expired = expired(innermost, operation);
            if (expired != null) { // otherwise it has just been cancelled
                throw expired;
            }
        }
    }

    /**
     * Restarts the idle timeouts, then fails if a timeout of another kind has expired. Returns what {@link #checkRemaining}
     * does.
     */
    static long checkProgress(@Nullable Timeout innermost, Object operation) throws NetworkTimeoutException {
        if (innermost == null) {
            return Timeout.NO_DEADLINE;
        }
        long now = innermost.ticker.read();
        long tightest = Timeout.NO_DEADLINE;
        for (Timeout t = innermost; t != null; t = t.outer) {
            if (t.idle) {
                t.startAt(now);
            }
            if (!t.isCancelled()) {
                tightest = Math.min(tightest, t.deadline() - now);
            }
        }
        return tightest > 0 ? tightest : checkRemaining(innermost, operation);
    }

    /** Restarts idle timeouts. */
    static void noteProgress(@Nullable Timeout innermost) {
        for (Timeout t = innermost; t != null; t = t.outer) {
            if (t.idle) {
                t.startAt(t.ticker.read());
            }
        }
    }

    /** Returns the exception that names the outermost deadline which has passed; null if none has. */
    static @Nullable NetworkTimeoutException expired(@Nullable Timeout innermost, Object operation) {
        if (innermost == null) {
            return null;
        }
        long now = innermost.ticker.read();
        Timeout expired = null;
        for (Timeout t = innermost; t != null; t = t.outer) {
            if (!t.isCancelled() && t.deadline() - now <= 0) {
                expired = t;
            }
        }
        return expired == null
                ? null
                : new NetworkTimeoutException(operation.toString(), expired.duration, expired.idle);
    }

    /** Returns the durations of a chain for messages, innermost first: {@code "0.25 s CANCELLED, 3 s"}. */
    static String durations(@Nullable Timeout innermost) {
        StringJoiner all = new StringJoiner(", ");
        for (Timeout t = innermost; t != null; t = t.outer) {
            all.add(t.shownDuration());
        }
        return all.toString();
    }

    /** Returns a chain in which both sets of deadlines count, sharing their common scopes. */
    static @Nullable Timeout join(@Nullable Timeout own, @Nullable Timeout carried) {
        if (carried == null || isWithin(own, carried)) {
            return own;
        }
        if (own == null || isWithin(carried, own)) {
            return carried;
        }
        return carried.standIn(join(own, carried.outer));
    }

    /** Returns copies of the idle scopes that bound nothing but restart the originals. */
    static @Nullable Timeout progressOf(@Nullable Timeout chain) {
        if (chain == null) {
            return null;
        }
        Timeout rest = progressOf(chain.outer);
        if (!chain.idle) {
            return rest;
        }
        return chain.cancelledStandIn(rest);
    }

    static boolean isWithin(@Nullable Timeout inner, Timeout outer) {
        for (Timeout t = inner; t != null; t = t.outer) {
            if (t == outer) {
                return true;
            }
        }
        return false;
    }
}
