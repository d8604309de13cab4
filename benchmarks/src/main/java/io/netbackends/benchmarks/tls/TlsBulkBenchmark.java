// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Transfers of 16 MiB over TLS 1.3 with TLS_AES_128_GCM_SHA256 in pieces of 64 KiB over loopback, on one connection. {@code
 * cpuNanos / bytes} is the CPU time of the client's threads for a byte.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 10, time = 700, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TlsBulkBenchmark {
    private static final long TRANSFER = 16 * 1024 * 1024;

    /** A thread's server and connection. */
    @State(Scope.Thread)
    public static class ClientAndServer {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        /** Kinds without "Deadline" have no time limit. */
        @Param({"sslSocket", "networkSslSocket", "tlsChannel", "netty", "socket", "nio", "socketDeadline", "nioDeadline"
        })
        public String client;

        private TlsServer server;
        private BulkClient connected;

        /** Starts the server for the method, and connects. */
        @Setup
        public void connect(BenchmarkParams params) throws IOException {
            boolean reads = params.getBenchmark().endsWith(".read");
            server = new TlsServer(reads ? TlsService.SEND : TlsService.DRAIN);
            connected = BulkClient.connect(client, server, BulkClient.PIECE);
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            // The server first, since a client that still receives data cannot close in an orderly way.
            server.close();
            connected.close();
        }

        private long cpuNanos() {
            long helper = connected.helperThread();
            return threads.getCurrentThreadCpuTime() + (helper == 0 ? 0 : threads.getThreadCpuTime(helper));
        }
    }

    /** The counters in addition to transfers per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** CPU time of the client's threads, in nanoseconds. */
        public long cpuNanos;

        /** The number of plaintext bytes transferred. */
        public long bytes;
    }

    /** Reads 16 MiB. */
    @Benchmark
    public void read(ClientAndServer connection, Counters counters) throws IOException {
        long start = connection.cpuNanos();
        counters.bytes += connection.connected.read(TRANSFER);
        counters.cpuNanos += connection.cpuNanos() - start;
    }

    /** Writes 16 MiB. */
    @Benchmark
    public void write(ClientAndServer connection, Counters counters) throws IOException {
        long start = connection.cpuNanos();
        connection.connected.write(TRANSFER);
        counters.bytes += TRANSFER;
        counters.cpuNanos += connection.cpuNanos() - start;
    }
}
