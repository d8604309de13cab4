// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when which address is tried, and who has won. */
final class ConnectRace<T extends Closeable> {
    /** RFC 8305 section 8: "Connection Attempt Delay". */
    static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

    private final String operation;
    private final Deque<InetSocketAddress> waiting;
    private final HappyEyeballs.AttemptFactory<T> factory;
    private final AttemptRunner<T> runner;
    private final List<IOException> failures = new ArrayList<>();
    private int running;

    /** Where attempts run: on threads, or, in tests, on a clock moved by hand. */
    interface AttemptRunner<T> {
        void start(InetSocketAddress address, HappyEyeballs.Attempt<T> attempt);

        /** Waits for the next attempt to end; null if the time is over first. */
        @Nullable
        Outcome<T> await(long nanos) throws InterruptedException;
    }

    /** How an attempt ended: with a connection or a failure. */
    record Outcome<T>(
            InetSocketAddress address,
            @Nullable T connection,
            @Nullable Throwable failure) {}

    ConnectRace(
            String operation,
            Collection<InetSocketAddress> addresses,
            HappyEyeballs.AttemptFactory<T> factory,
            AttemptRunner<T> runner) {
        this.operation = operation;
        this.waiting = new ArrayDeque<>(addresses);
        this.factory = factory;
        this.runner = runner;
    }

    /** Runs the race; whoever made the runner closes it afterwards, and with it the losers. */
    T run() throws IOException {
        try {
            while (true) {
                Timeout.check(operation);
                startNext();
                if (running == 0) {
                    throw allFailed();
                }
                long patience = waiting.isEmpty() ? Long.MAX_VALUE : ATTEMPT_DELAY.toNanos();
                Outcome<T> outcome = runner.await(Math.min(patience, Timeout.remainingNanos())); // may block
                if (outcome != null && outcome.connection() != null) {
                    return outcome.connection();
                }
                if (outcome != null) {
                    running--;
                    addFailure(outcome.address(), outcome.failure());
                }
            }
        } catch (NetworkTimeoutException e) {
            failures.forEach(e::addSuppressed);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetworkFailures.interrupted(operation);
        }
    }

    /** An address that cannot even be tried, of a family that the host does not have, say, costs no time. */
    private void startNext() {
        while (!waiting.isEmpty()) {
            InetSocketAddress address = waiting.remove();
            try {
                runner.start(address, factory.open(address));
                running++;
                return;
            } catch (IOException e) {
                addFailure(address, e);
            }
        }
    }

    /** A failure of the network is one among several; any other one is a defect in a plugged part, and ends the race. */
    private void addFailure(InetSocketAddress address, @Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        IOException io = failure instanceof IOException e ? e : new IOException(failure);
        failures.add(
                NetworkFailures.during("connect to " + HostAndPort.of(address.getAddress(), address.getPort()), io));
    }

    private IOException allFailed() {
        IOException first = failures.get(0);
        IOException all = NetworkFailures.during(operation, first);
        failures.subList(1, failures.size()).forEach(all::addSuppressed);
        return all;
    }
}
