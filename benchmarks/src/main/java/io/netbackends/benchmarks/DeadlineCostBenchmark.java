// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.support.NetworkStream;
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
 * The cost of an open deadline for a call that need not wait: the difference between a client with a deadline and one
 * without. A call moves one byte; the deadline is opened outside the measurement. Since system calls take far longer, and
 * vary, {@code immediate} makes none: it is a stream over an {@link ImmediateTransport}, and shows the cost of a deadline in
 * any backend.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
@State(Scope.Thread)
public class DeadlineCostBenchmark {
    private static final int SERVER_BUFFER = 64 * 1024;

    /** Each kind without and with a deadline, or with a socket timeout. */
    @Param({
        "immediate",
        "immediateDeadline",
        "socket",
        "socketDeadline",
        "nio",
        "nioDeadline",
        "unixsocket",
        "unixsocketDeadline",
        "rawSocket",
        "rawSocketSoTimeout"
    })
    public String client;

    private final OpenDeadline deadline = new OpenDeadline();

    /** Opens the deadline on the measuring thread. */
    @Setup(Level.Iteration)
    public void open() {
        deadline.open(client);
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void close() {
        deadline.close();
    }

    /** A connection to a server that sends without end, so that data is always available. */
    @State(Scope.Thread)
    public static class FromServer {
        private ClientAndServer connection;

        /** Connects. */
        @Setup
        public void connect(DeadlineCostBenchmark benchmark) throws IOException {
            connection = benchmark.connect(ChannelPeer.source(SERVER_BUFFER));
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    /**
     * A connection to a server that reads everything in large pieces, so that there is always room over TCP, and nearly
     * always over UNIX-domain sockets.
     */
    @State(Scope.Thread)
    public static class ToServer {
        private ClientAndServer connection;

        /** Connects. */
        @Setup
        public void connect(DeadlineCostBenchmark benchmark) throws IOException {
            connection = benchmark.connect(ChannelPeer.sink(SERVER_BUFFER));
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Reads an available byte. */
    @Benchmark
    public void read(FromServer state) throws IOException {
        state.connection.client().receive();
    }

    /** Writes a byte for which there is room. */
    @Benchmark
    public void write(ToServer state) throws IOException {
        state.connection.client().send();
    }

    private ClientAndServer connect(ChannelPeer peer) throws IOException {
        String kind = Client.withoutDeadline(client);
        if (kind.equals("immediate")) {
            NetworkStream stream = new NetworkStream(new ImmediateTransport(), "memory");
            return ClientAndServer.withoutServer(StreamClient.direct(stream, 1));
        }
        return ClientAndServer.open(kind, peer, 1);
    }
}
