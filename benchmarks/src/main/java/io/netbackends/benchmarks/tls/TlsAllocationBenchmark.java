// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.IOException;
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
 * Round trips of 64 bytes over TLS 1.3 with TLS_AES_128_GCM_SHA256 and direct buffers. {@code allocatedBytes / operations}
 * is the allocation of the client's thread for one. {@code engineOnly} is the part of the JDK's engine; {@code
 * engineOnlyHeap} is the same with ciphertext on the heap, as in streams.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 1, time = 1)
public class TlsAllocationBenchmark {
    /** A thread's connection. */
    @State(Scope.Thread)
    public static class ClientAndServer {
        /** The first two use no connection. */
        @Param({"engineOnly", "engineOnlyHeap", "nio", "unixsocket"})
        public String client;

        private AllocationClient connected;

        /** Connects. */
        @Setup
        public void connect() throws IOException {
            connected = AllocationClient.connect(client);
        }

        /** Closes the connection. */
        @TearDown
        public void close() throws IOException {
            connected.close();
        }
    }

    /** The counters in addition to exchanges per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** Allocations of the client's thread, in bytes. */
        public long allocatedBytes;

        /** Exchanges. */
        public long operations;
    }

    /** One exchange. */
    @Benchmark
    public void exchange(ClientAndServer connection, Counters counters) throws IOException {
        counters.allocatedBytes += connection.connected.exchange();
        counters.operations++;
    }
}
