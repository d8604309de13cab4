// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of a {@link Timeout} itself, in time and in bytes, compared with reading the clock once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class TimeoutBenchmark {
    /** One of {@link Call}; those named Deadline run inside an open deadline. */
    @Param({
        "nanoTime",
        "openAndClose",
        "openAndCloseDeadline",
        "remainingNanos",
        "remainingNanosDeadline",
        "check",
        "checkDeadline"
    })
    public String client;

    private final OpenDeadline deadline = new OpenDeadline();
    private Call call;

    /** The measured call. */
    @FunctionalInterface
    interface Call {
        long run() throws NetworkTimeoutException;

        static Call of(String name) {
            return switch (name) {
                case "nanoTime" -> System::nanoTime;
                case "openAndClose" -> Call::openAndClose;
                case "remainingNanos" -> Timeout::remainingNanos;
                case "check" -> Call::check;
                default -> throw new IllegalArgumentException("client (" + name + ") must be one of those in Call.of");
            };
        }

        private static long openAndClose() {
            try (Timeout timeout = Timeout.after(Client.DEADLINE)) {
                return 0;
            }
        }

        private static long check() throws NetworkTimeoutException {
            Timeout.check("check");
            return 0;
        }
    }

    /** Opens the deadline, if the call needs one, on the measuring thread. */
    @Setup(Level.Iteration)
    public void open() {
        call = Call.of(Client.withoutDeadline(client));
        deadline.open(client);
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void close() {
        deadline.close();
    }

    /** One call. */
    @Benchmark
    public long call(Allocations allocations) throws NetworkTimeoutException {
        allocations.count();
        return call.run();
    }
}
