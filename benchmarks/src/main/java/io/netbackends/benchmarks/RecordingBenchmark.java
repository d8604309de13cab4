// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Round trips over loopback on one connection, recorded to a file; compare them with the same client without a recording.
 * Each iteration has a new connection and a new file, which is deleted, since files grow by a gigabyte a second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class RecordingBenchmark {
    /** The reference of kinds that begin with {@code netty} is {@code nettyNone}, and of all others {@code none}. */
    @Param({
        "none",
        "text",
        "hex",
        "ndjson",
        "pcapng",
        "textBackground",
        "hexBackground",
        "ndjsonBackground",
        "pcapngBackground",
        "append65836",
        "append72000",
        "append155000",
        "append325000",
        "nettyNone",
        "nettyLogging",
        "nettyPcap",
        "nettyPcapBuffered"
    })
    public String client;

    /** The recorded backend, {@code socket} or {@code nio}; ignored for Netty. */
    @Param("socket")
    public String backend;

    /** The number of bytes in each direction of a round trip. */
    @Param("65536")
    public int size;

    private LocalServer server;
    private TemporaryFile file;
    private RecordedClient connected;

    /** The counters in addition to the score. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Counters {
        /** The number of events missing in the file; if it is not 0, the result is not meaningful. */
        public long lostEvents;

        /** Closes the connection first, since late events may be lost as well. */
        @TearDown(Level.Iteration)
        public void count(RecordingBenchmark benchmark) throws IOException {
            benchmark.connected.close();
            lostEvents = benchmark.connected.lostEvents();
        }
    }

    /** Starts the server. */
    @Setup
    public void start() throws IOException {
        server = LocalServer.echo(backend, size);
    }

    /** Connects. */
    @Setup(Level.Iteration)
    public void connect() throws IOException {
        file = TemporaryFile.create("recording");
        byte[] message = lines();
        connected = client.startsWith("netty")
                ? NettyRecordedClient.connect(client, file.path(), (InetSocketAddress) server.address(), message)
                : BackendRecordedClient.connect(
                        client, backend, file.path(), (InetSocketAddress) server.address(), message);
    }

    /** Deletes the file. */
    @TearDown(Level.Iteration)
    public void delete() throws IOException {
        file.close();
    }

    /** Ends the server. */
    @TearDown
    public void stop() throws IOException {
        server.close();
    }

    /** One exchange. */
    @Benchmark
    public void exchange(Counters counters) throws IOException {
        connected.exchange();
    }

    /** Characters that text formats need not escape. */
    private byte[] lines() {
        byte[] message = new byte[size];
        for (int i = 0; i < size; i++) {
            message[i] = (byte) (i % 64 == 63 ? '\n' : ' ' + i % 64);
        }
        return message;
    }
}
