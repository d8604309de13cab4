// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
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
 * Round trips of 64 bytes over loopback on many virtual threads, each with its own connection. The score is rounds per
 * second, in each of which every thread makes ten exchanges; {@code exchanges} is the total number of exchanges per second.
 * Requires JDK 21 or later.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 2, time = 2)
@State(Scope.Benchmark)
public class VirtualThreadsBenchmark {
    private static final int SIZE = 64;
    private static final int EXCHANGES = 10;

    /** The same kinds as in {@link PingPongBenchmark}. */
    @Param({"rawSocket", "rawSocketSoTimeout", "rawChannel", "socket", "nio", "socketDeadline", "nioDeadline"})
    public String client;

    /** The number of threads and connections. */
    @Param("10000")
    public int count;

    private final List<Client> clients = new ArrayList<>();
    private ExecutorService threads;
    private ServerProcess server;

    /** The counters in addition to the score. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counters {
        /** The total of all threads. */
        public long exchanges;
    }

    /** Starts the server, and connects, also on virtual threads. */
    @Setup
    public void connect() throws IOException, InterruptedException, ExecutionException {
        threads = VirtualThreads.executor();
        server = ServerProcess.start(VirtualEchoServer.class, List.of(), Integer.toString(SIZE));
        for (int i = 0; i < count; i++) {
            clients.add(threads.submit(() -> Client.connect(client, server.address(), SIZE))
                    .get());
        }
    }

    /** Closes the connections, and ends the server. */
    @TearDown
    public void close() throws IOException {
        for (Client connected : clients) {
            connected.close();
        }
        server.close();
        threads.shutdown();
    }

    /** One round. */
    @Benchmark
    public void round(Counters counters) throws InterruptedException, ExecutionException {
        List<Future<?>> rounds = new ArrayList<>(clients.size());
        for (Client connected : clients) {
            rounds.add(threads.submit(() -> exchange(connected)));
        }
        for (Future<?> round : rounds) {
            round.get();
        }
        counters.exchanges += (long) EXCHANGES * clients.size();
    }

    /** A task with a result, so that it may throw. */
    private static boolean exchange(Client connected) throws IOException {
        for (int i = 0; i < EXCHANGES; i++) {
            connected.exchange();
        }
        return true;
    }
}
