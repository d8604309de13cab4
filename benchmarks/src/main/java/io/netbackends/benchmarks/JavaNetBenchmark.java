// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * The sockets of {@code netbackends-javanet} compared with the JDK's, and with the stream that they use. {@code cpuNanos /
 * operations} is the CPU time of the client's thread for an operation. All use byte arrays.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class JavaNetBenchmark {
    private static final int MESSAGE = 64;
    private static final int PIECE = 64 * 1024;
    private static final int PIECES = 256;

    /** The counters in addition to operations per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** CPU time of the client's thread, in nanoseconds. */
        public long cpuNanos;

        /** Exchanges, or transfers. */
        public long operations;
    }

    /** The client; each state adds its server. */
    @State(Scope.Thread)
    public static class Kind {
        /** Kinds named SoTimeout have a socket timeout, which never passes. */
        @Param({
            "rawSocket",
            "rawSocketSoTimeout",
            "nioHeap",
            "networkSocket",
            "networkSocketSoTimeout",
            "networkSocketNio",
            "networkSocketNioSoTimeout"
        })
        public String client;
    }

    /** A connection to an echo server. */
    @State(Scope.Thread)
    public static class ToEcho {
        private ClientAndServer connection;

        /** Connects. */
        @Setup
        public void connect(Kind kind) throws IOException {
            connection = ClientAndServer.open(kind.client, ChannelPeer.echo(MESSAGE), MESSAGE);
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    /** A connection to a server that sends without end. */
    @State(Scope.Thread)
    public static class FromSource {
        private ClientAndServer connection;

        /** Connects. */
        @Setup
        public void connect(Kind kind) throws IOException {
            connection = ClientAndServer.open(kind.client, ChannelPeer.source(PIECE), PIECE);
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    /** A connection to a server that discards all input. */
    @State(Scope.Thread)
    public static class ToSink {
        private ClientAndServer connection;

        /** Connects. */
        @Setup
        public void connect(Kind kind) throws IOException {
            connection = ClientAndServer.open(kind.client, ChannelPeer.sink(PIECE), PIECE);
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    /** The CPU clock of the measuring thread. */
    @State(Scope.Thread)
    public static class Cpu {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        private long now() {
            return threads.getCurrentThreadCpuTime();
        }
    }

    /** 100 round trips of 64 bytes, since reading the clock costs as much as one. */
    @Benchmark
    public void exchange(ToEcho state, Cpu cpu, Counters counters) throws IOException {
        long start = cpu.now();
        for (int i = 0; i < 100; i++) {
            state.connection.client().exchange();
        }
        counters.cpuNanos += cpu.now() - start;
        counters.operations += 100;
    }

    /** 16 MiB from the server. */
    @Benchmark
    public void read(FromSource state, Cpu cpu, Counters counters) throws IOException {
        long start = cpu.now();
        for (int i = 0; i < PIECES; i++) {
            state.connection.client().receive();
        }
        counters.cpuNanos += cpu.now() - start;
        counters.operations++;
    }

    /** 16 MiB to the server. */
    @Benchmark
    public void write(ToSink state, Cpu cpu, Counters counters) throws IOException {
        long start = cpu.now();
        for (int i = 0; i < PIECES; i++) {
            state.connection.client().send();
        }
        counters.cpuNanos += cpu.now() - start;
        counters.operations++;
    }
}
