// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The growth of the heap during one loop of reads; the score is their duration. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class ReadEachBenchmark {
    private static final int COLLECTIONS = 3;

    /** The number of reads, of one byte each. */
    private static final int READS = 1_000_000;

    /** Only kinds of this project. */
    @Param("async")
    public String client;

    /** The growth. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Counters {
        /** The growth between the end of the first tenth of the reads and the end of the last but one, in bytes. */
        public long heapGrowth;
    }

    /** One loop. */
    @Benchmark
    public void read(Counters counters) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<AsyncNetworkStreamInterface> connecting =
                    AsyncNetworkBackend.named("nio").connect(server.getLocalSocketAddress());
            try (Socket peer = server.accept()) {
                AsyncNetworkStreamInterface stream = connecting.join();
                try (Closeable closing = () -> stream.close().join()) {
                    counters.heapGrowth = readAll(stream, peer);
                }
            }
        }
    }

    private long readAll(AsyncNetworkStreamInterface stream, Socket peer) throws IOException {
        long[] heap = new long[2];
        int[] reads = {0};
        CompletableFuture<Void> reading = stream.readEach(1, bytes -> {
            reads[0]++;
            if (reads[0] == READS / 10) {
                heap[0] = heap();
            } else if (reads[0] == READS - READS / 10) {
                heap[1] = heap();
            }
            return CompletableFuture.completedFuture(reads[0] < READS);
        });
        OutputStream out = peer.getOutputStream();
        for (int sent = 0; sent < READS; sent += 1000) {
            out.write(new byte[Math.min(1000, READS - sent)]);
        }
        reading.join();
        return heap[1] - heap[0];
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
