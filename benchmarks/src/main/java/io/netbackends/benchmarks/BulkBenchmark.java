// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.Timeout;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
 * Bulk data over one connection, in one direction: an operation is 64 MiB, in 1,024 pieces of 64 KiB. All clients use the
 * system's default socket buffers; the server's application buffers have 64 KiB. Each fork uses one connection.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class BulkBenchmark {
    private static final int PIECE = 64 * 1024;
    private static final int PIECES = 1024;

    /** For kinds with Deadline, one deadline covers all pieces of an operation. */
    @Param({
        "rawSocket",
        "rawChannel",
        "socket",
        "nio",
        "socketDeadline",
        "nioDeadline",
        "rawUnixChannel",
        "unixsocket",
        "unixsocketDeadline"
    })
    public String client;

    /** A connection to a server that sends without end. */
    @State(Scope.Thread)
    public static class FromServer {
        private ClientAndServer connection;

        /** Connects. */
        @Setup
        public void connect(BulkBenchmark benchmark) throws IOException {
            connection =
                    ClientAndServer.open(Client.withoutDeadline(benchmark.client), ChannelPeer.source(PIECE), PIECE);
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    /** A connection to a server that discards all input. */
    @State(Scope.Thread)
    public static class ToServer {
        private ClientAndServer connection;

        /** Connects. */
        @Setup
        public void connect(BulkBenchmark benchmark) throws IOException {
            connection = ClientAndServer.open(Client.withoutDeadline(benchmark.client), ChannelPeer.sink(PIECE), PIECE);
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    /** 64 MiB from the server. */
    @Benchmark
    public void read(FromServer state) throws IOException {
        if (Client.isBounded(client)) {
            try (Timeout timeout = Timeout.after(Client.DEADLINE)) {
                readAll(state.connection.client());
            }
        } else {
            readAll(state.connection.client());
        }
    }

    /** 64 MiB to the server. */
    @Benchmark
    public void write(ToServer state) throws IOException {
        if (Client.isBounded(client)) {
            try (Timeout timeout = Timeout.after(Client.DEADLINE)) {
                writeAll(state.connection.client());
            }
        } else {
            writeAll(state.connection.client());
        }
    }

    private static void readAll(Client client) throws IOException {
        for (int i = 0; i < PIECES; i++) {
            client.receive();
        }
    }

    private static void writeAll(Client client) throws IOException {
        for (int i = 0; i < PIECES; i++) {
            client.send();
        }
    }
}
