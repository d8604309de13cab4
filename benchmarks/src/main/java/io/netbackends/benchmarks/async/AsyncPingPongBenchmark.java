// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netbackends.benchmarks.ServerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Round trips of 64 bytes over loopback on several connections, each with one exchange in progress; an operation is about
 * 20,000 of them. {@code cpuNanos / exchanges} is the CPU time, user and system, of the whole client process for one,
 * including garbage collector and compiler; the server is another process. The client's JVM sees one processor, so that each
 * kind has one event loop.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 5, jvmArgsAppend = "-XX:ActiveProcessorCount=1")
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class AsyncPingPongBenchmark {
    private static final int EXCHANGES = 20_000;
    private static final int LEAST_FOR_EACH = 5;

    /** Kinds named Deadline or Timeout are bounded. */
    @Param({
        "rawLoop",
        "netty",
        "asyncChannel",
        "asyncChannelTimeout",
        "async",
        "asyncDeadline",
        "asyncReadEach",
        "asyncThreads",
        "nio",
        "nioDeadline"
    })
    public String client;

    /** The number of connections. */
    @Param("64")
    public int count;

    private ServerProcess server;
    private PingPong connections;

    /** The counters in addition to the score. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Counters {
        private final OperatingSystemMXBean process =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        /** The total of all connections. */
        public long exchanges;

        /** CPU time of the process, in nanoseconds. */
        public long cpuNanos;

        /** Allocations of platform threads, in bytes. */
        public long allocatedBytes;

        private long allocated() {
            return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        }
    }

    /** Starts the server, and connects. */
    @Setup
    public void connect() throws IOException {
        server = ServerProcess.start(LoopEchoServer.class, List.of());
        connections = PingPong.connect(client, server.address(), count);
    }

    /** Closes the connections, and ends the server. */
    @TearDown
    public void close() throws IOException {
        connections.close();
        server.close();
    }

    /** Makes some exchanges on each connection. */
    @Benchmark
    public void exchange(Counters counters) throws IOException {
        int times = Math.max(LEAST_FOR_EACH, EXCHANGES / count);
        long allocated = counters.allocated();
        long cpu = counters.process.getProcessCpuTime();
        connections.exchange(times);
        counters.cpuNanos += counters.process.getProcessCpuTime() - cpu;
        counters.allocatedBytes += counters.allocated() - allocated;
        counters.exchanges += (long) times * count;
    }
}
