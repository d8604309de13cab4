// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Decides when to try which address, and when the connect has failed. It does no I/O, starts no thread and reads no clock:
 * its driver does, on threads or in an event loop, and ends the race when the first attempt has connected.
 */
final class ConnectRace {
    private final String operation;
    private final Deque<InetSocketAddress> untried;
    private final List<IOException> failures = new ArrayList<>();
    private int running;

    /** While {@code delayed}, the reading of the clock at which the next attempt starts. */
    private long nextStart;

    private boolean delayed;

    /** The next step of the driver. */
    sealed interface Step {}

    /** Start an attempt, then request the next step. */
    record Start(InetSocketAddress address) implements Step {}

    /**
     * Wait for an attempt to end, at most for the given time ({@link Long#MAX_VALUE}: without limit), then request the next
     * step.
     */
    record Await(long nanos) implements Step {}

    /** End the race: all attempts have failed. */
    record GiveUp(IOException failure) implements Step {}

    ConnectRace(String operation, Collection<InetSocketAddress> addresses) {
        this.operation = operation;
        this.untried = new ArrayDeque<>(addresses);
    }

    /** Returns the next step, given a reading of a monotonic clock in nanoseconds. */
    Step next(long now) {
        if (!untried.isEmpty() && (!delayed || nextStart - now <= 0)) {
            running++;
            delayed = true;
            nextStart = now + HappyEyeballs.ATTEMPT_DELAY.toNanos();
            return new Start(untried.remove());
        }
        if (running == 0) {
            return new GiveUp(allFailed());
        }
        return new Await(untried.isEmpty() ? Long.MAX_VALUE : nextStart - now);
    }

    /** Records that an attempt has failed or could not be made: the next address is tried without delay. */
    void failed(InetSocketAddress address, IOException failure) {
        running--;
        delayed = false;
        failures.add(NetworkFailures.during(
                "connect to " + HostAndPort.of(address.getAddress(), address.getPort()), failure));
    }

    /** Returns the failures so far, in the order in which they were recorded. */
    List<IOException> failures() {
        return List.copyOf(failures);
    }

    private IOException allFailed() {
        IOException all = NetworkFailures.during(operation, failures.get(0));
        failures.subList(1, failures.size()).forEach(all::addSuppressed);
        return all;
    }
}
