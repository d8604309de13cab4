// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
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

/**
 * Round trips of 64 bytes over loopback, one after the other on each connection. Each thread has its own connection, and a
 * new one for each iteration, since the result depends on which processors the two ends run.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class PingPongBenchmark {
    private static final int SIZE = 64;

    /** The server, the same for all clients of a transport, in the same JVM. */
    @State(Scope.Benchmark)
    public static class Server {
        /** Kinds named Deadline are under a deadline; Okio, Netty and kinds named SoTimeout have timeouts of their own. */
        @Param({
            "rawSocket",
            "rawSocketSoTimeout",
            "rawChannel",
            "okio",
            "netty",
            "socket",
            "nio",
            "socketDeadline",
            "nioDeadline",
            "rawUnixChannel",
            "rawUnixSelector",
            "junixsocket",
            "junixsocketSoTimeout",
            "unixsocket",
            "unixsocketDeadline"
        })
        public String client;

        private LocalServer server;

        /** Starts the server. */
        @Setup
        public void start() throws IOException {
            server = LocalServer.echo(client, SIZE);
        }

        /** Ends the server. */
        @TearDown
        public void stop() throws IOException {
            server.close();
        }
    }

    /** A thread's connection. */
    @State(Scope.Thread)
    public static class ClientAndServer {
        private Client connected;

        /** Connects. */
        @Setup(Level.Iteration)
        public void connect(Server server) throws IOException {
            connected = Client.connect(server.client, server.server.address(), SIZE);
        }

        /** Closes the connection. */
        @TearDown(Level.Iteration)
        public void close() throws IOException {
            connected.close();
        }
    }

    /** One exchange. */
    @Benchmark
    public void exchange(ClientAndServer connection) throws IOException {
        connection.connected.exchange();
    }
}
