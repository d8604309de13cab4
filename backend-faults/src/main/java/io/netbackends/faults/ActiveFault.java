// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.internal.HostPattern;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A fault that is in effect: since when, and which connections have met its conditions. */
final class ActiveFault {
    private final Fault fault;
    private final long seed;
    private final long begin;
    private final List<HostPattern> hostsAlone;
    private final AtomicLong connections = new AtomicLong();

    /**
     * Puts a fault into effect.
     *
     * @param seed of this fault alone
     * @param begin a reading of the monotonic clock
     */
    ActiveFault(Fault fault, long seed, long begin) {
        this.fault = fault;
        this.seed = seed;
        this.begin = begin;
        this.hostsAlone = fault.conditions().hosts().stream()
                .map(pattern -> HostPattern.of(pattern.toString().replaceFirst("(?<=.):[0-9*]+$", "")))
                .toList();
    }

    Fault fault() {
        return fault;
    }

    Effect effect() {
        return fault.effect();
    }

    /** Counts a connection, and returns whether it is one that meets the fault. */
    boolean meets(Collection<String> names) {
        return fault.conditions().hosts().stream().anyMatch(pattern -> pattern.matches(names)) && isNext();
    }

    /** Counts a lookup, and returns whether it meets the fault: a lookup knows no port. */
    boolean meetsLookup(String host) {
        return hostsAlone.stream().anyMatch(pattern -> pattern.matches(List.of(host))) && isNext();
    }

    private boolean isNext() {
        FaultConditions conditions = fault.conditions();
        long number = connections.incrementAndGet();
        return number >= conditions.first()
                && number <= conditions.last()
                && new SplittableRandom(seed ^ number).nextDouble() < conditions.probability();
    }

    /** Returns whether it is time for the fault. */
    boolean isOn(long now) {
        Duration until = fault.conditions().until();
        return now - begin >= fault.conditions().from().toNanos() && (until == null || now - begin < until.toNanos());
    }

    /** Returns how many nanoseconds it takes until the fault ends by itself; {@link Long#MAX_VALUE} if it does not. */
    long remainingNanos(long now) {
        @Nullable Duration until = fault.conditions().until();
        return until == null ? Long.MAX_VALUE : Math.max(0, until.toNanos() - (now - begin));
    }
}
