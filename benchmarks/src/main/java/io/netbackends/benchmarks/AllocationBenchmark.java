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
 * Steady-state allocations of reads and writes: exchanges of 64 bytes. {@code allocatedBytes / operations} is the allocation
 * of one, counted only for the exchanging thread. A deadline is opened outside the measurement; {@link TimeoutBenchmark}
 * measures its own allocations.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 1, time = 1)
@State(Scope.Thread)
public class AllocationBenchmark {
    private static final int SIZE = 64;

    /** Clients over a socket use a buffer on the heap, those over a channel a direct one. */
    @Param({
        "rawChannel",
        "nio",
        "nioDeadline",
        "rawUnixChannel",
        "unixsocket",
        "unixsocketDeadline",
        "rawSocket",
        "rawSocketSoTimeout",
        "socket",
        "socketDeadline",
        "networkSocketNio",
        "networkSocketNioSoTimeout"
    })
    public String client;

    private final OpenDeadline deadline = new OpenDeadline();
    private ClientAndServer connection;

    /** Connects. */
    @Setup
    public void connect() throws IOException {
        LocalServer server = LocalServer.echo(client, SIZE);
        connection =
                new ClientAndServer(Client.connect(Client.withoutDeadline(client), server.address(), SIZE), server);
    }

    /** Opens the deadline, if the kind has one, on the measuring thread. */
    @Setup(Level.Iteration)
    public void open() {
        deadline.open(client);
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void closeDeadline() {
        deadline.close();
    }

    /** Closes the connection. */
    @TearDown
    public void close() throws IOException {
        connection.close();
    }

    /** One exchange. */
    @Benchmark
    public void exchange(Allocations allocations) throws IOException {
        allocations.count();
        connection.client().exchange();
    }
}
