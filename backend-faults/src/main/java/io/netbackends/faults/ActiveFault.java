// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.internal.HostPattern;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A fault in effect: its start, and the number of connections that it has counted. */
final class ActiveFault {
    private final Fault fault;
    private final long seed;
    private final long begin;
    private final List<HostPattern> hostsAlone;
    private final AtomicLong connections = new AtomicLong();

    /**
     * Puts a fault into effect.
     *
     * @param seed the seed of this fault
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

    /** Counts a connection, and returns whether the fault applies to it. */
    boolean meets(Collection<String> names) {
        return fault.conditions().hosts().stream().anyMatch(pattern -> pattern.matches(names)) && isNext();
    }

    /**
     * Counts a lookup, and returns whether the fault applies to it. Ignores the port of a pattern, since a lookup has none.
     */
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

    /** Returns whether the fault is on at this time. */
    boolean isOn(long now) {
        Duration until = fault.conditions().until();
        return now - begin >= fault.conditions().from().toNanos() && (until == null || now - begin < until.toNanos());
    }

    /** Returns the nanoseconds until the end of the fault; {@link Long#MAX_VALUE} if it has none. */
    long remainingNanos(long now) {
        @Nullable Duration until = fault.conditions().until();
        return until == null ? Long.MAX_VALUE : Math.max(0, until.toNanos() - (now - begin));
    }
}
