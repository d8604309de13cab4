// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.benchmarks.TlsSessions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
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
 * Complete connections over loopback, one after the other: TCP connect, handshake of TLS 1.3 with a P-256 certificate, one
 * byte from the server, close. {@code cpuNanos / connections} is the CPU time of the client for one.
 *
 * <p>The client closes first, so its ports stay in TIME_WAIT for a minute. Linux reuses them after a second on loopback
 * ({@code tcp_tw_reuse} 2, the default), which permits 28,000 connections per second. Without that, a run must make fewer
 * than 28,000 in all.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 3, time = 2)
public class TlsHandshakeBenchmark {
    /** A thread's server and client. */
    @State(Scope.Thread)
    public static class Connector {
        /** All kinds send and verify the server's name. */
        @Param({"sslSocket", "socket", "nio"})
        public String client;

        /** Whether the client has a session to resume, which it then must. */
        @Param({"full", "resumed"})
        public String resumption;

        private TlsServer server;
        private CountingTrust trust;
        private SSLContext context;
        private HandshakeClient connector;

        /** Starts the server, and creates a session for clients that resume one. */
        @Setup
        public void start() throws IOException {
            server = new TlsServer(TlsService.GREET);
            trust = new CountingTrust(server.authority());
            context = trust.context();
            connector = HandshakeClient.of(client);
            connector.connect(context, server.address());
        }

        /** Ends the server. */
        @TearDown
        public void stop() throws IOException {
            server.close();
        }

        private void connect() throws IOException {
            boolean full = resumption.equals("full");
            if (full) {
                TlsSessions.forget(context);
            }
            int verified = trust.verified();
            connector.connect(context, server.address());
            if (trust.verified() - verified != (full ? 1 : 0)) {
                throw new IllegalStateException("handshake was not " + resumption);
            }
        }
    }

    /** The counters in addition to connections per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        /** CPU time of the client's thread, in nanoseconds. */
        public long cpuNanos;

        /** Connections made and closed. */
        public long connections;
    }

    /** One connection. */
    @Benchmark
    public void connect(Connector connector, Counters counters) throws IOException {
        long start = counters.threads.getCurrentThreadCpuTime();
        connector.connect();
        counters.cpuNanos += counters.threads.getCurrentThreadCpuTime() - start;
        counters.connections++;
    }
}
