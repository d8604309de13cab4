// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ManualTime;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attempts to connect with predefined outcomes, and a simulated clock that waiting advances. */
final class SimulatedAttemptRunner implements AttemptRunner<SimulatedAttemptRunner.Connection> {
    /** The duration and outcome of an attempt. */
    record Plan(Duration takes, @Nullable Throwable failure) {
        static Plan succeeds(long millis) {
            return new Plan(Duration.ofMillis(millis), null);
        }

        static Plan fails(long millis) {
            return new Plan(Duration.ofMillis(millis), new ConnectException("refused after " + millis));
        }
    }

    /** A connection to an address. */
    record Connection(InetSocketAddress address) implements Closeable {
        @Override
        public void close() {}
    }

    private final ManualTime time;
    private final Map<InetSocketAddress, Plan> plans;
    private final Map<InetSocketAddress, Long> endsAt = new LinkedHashMap<>();
    final List<Long> startedAt = new ArrayList<>();
    long now;

    SimulatedAttemptRunner(ManualTime time, Map<InetSocketAddress, Plan> plans) {
        this.time = time;
        this.plans = plans;
    }

    HappyEyeballs.Attempt<Connection> open(InetSocketAddress address) throws IOException {
        if (plans.get(address).takes().isNegative()) {
            throw new IOException("family is not supported");
        }
        return new HappyEyeballs.Attempt<>() {
            @Override
            public Connection connect() {
                throw new AssertionError("the simulation does not connect");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void start(InetSocketAddress address, HappyEyeballs.Attempt<Connection> attempt) {
        startedAt.add(Duration.ofNanos(now).toMillis());
        endsAt.put(address, now + plans.get(address).takes().toNanos());
    }

    @Override
    public @Nullable Outcome<Connection> await(long nanos) {
        Map.Entry<InetSocketAddress, Long> next = endsAt.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow(() -> new AssertionError("waits for nothing"));
        if (next.getValue() - now > nanos) {
            advance(nanos);
            return null;
        }
        advance(next.getValue() - now);
        endsAt.remove(next.getKey());
        Throwable failure = plans.get(next.getKey()).failure();
        return new Outcome<>(next.getKey(), failure == null ? new Connection(next.getKey()) : null, failure);
    }

    private void advance(long nanos) {
        now += nanos;
        time.advance(Duration.ofNanos(nanos));
    }
}
