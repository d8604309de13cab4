// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.CancellationSignal;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.RelayedFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Drives a {@link ConnectRace} on the thread that waits for the connection, within its deadline. */
final class ConnectRaceLoop<T extends Closeable> {
    private final String operation;
    private final ConnectRace race;
    private final HappyEyeballs.AttemptFactory<T> factory;
    private final AttemptRunner<T> runner;
    private final @Nullable CancellationSignal cancellation;
    private final ConnectWatch watch;

    ConnectRaceLoop(
            String operation,
            ConnectRace race,
            HappyEyeballs.AttemptFactory<T> factory,
            AttemptRunner<T> runner,
            @Nullable CancellationSignal cancellation,
            ConnectWatch watch) {
        this.operation = operation;
        this.race = race;
        this.factory = factory;
        this.runner = runner;
        this.cancellation = cancellation;
        this.watch = watch;
    }

    /** Runs the race. The caller, which owns the runner, closes it afterwards, and with it the losing attempts. */
    T run() throws IOException {
        try {
            while (true) {
                check();
                ConnectRace.Step step = race.next(runner.now());
                if (step instanceof ConnectRace.GiveUp end) {
                    throw end.failure();
                }
                if (step instanceof ConnectRace.Start start) {
                    start(start.address());
                } else if (step instanceof ConnectRace.Await await) {
                    AttemptRunner.Outcome<T> outcome = await(await.nanos()); // may block
                    if (outcome != null && outcome.connection() != null) {
                        watch.succeeded(outcome.address());
                        return outcome.connection();
                    }
                    if (outcome != null) {
                        // A failure of the network is one among several. Any other failure is a defect in user code,
                        // and is thrown.
                        failed(outcome.address(), RelayedFailure.of(outcome.failure()));
                    }
                }
            }
        } catch (NetworkTimeoutException e) {
            race.failures().forEach(e::addSuppressed);
            throw e;
        } finally {
            watch.over();
        }
    }

    /** Returns null if no attempt has ended. */
    private AttemptRunner.@Nullable Outcome<T> await(long nanos) throws IOException {
        try {
            return runner.await(Math.min(nanos, Timeout.remainingNanos())); // may block
        } catch (InterruptedException e) {
            DeadlineWait.endUnlessHeld(operation);
            return null;
        }
    }

    private void check() throws IOException {
        if (cancellation != null) {
            cancellation.check(operation);
        }
        Timeout.check(operation);
    }

    private void failed(InetSocketAddress address, IOException failure) {
        watch.failed(address, failure);
        race.failed(address, failure);
    }

    private void start(InetSocketAddress address) {
        watch.started(address);
        try {
            runner.start(address, factory.open(address));
        } catch (IOException e) {
            failed(address, e); // of a family that this machine does not support, for example
        }
    }
}
