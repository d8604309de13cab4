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
 * Exchanges over loopback with one connection, recorded to a file: what a client records, to be compared with what the
 * same client does without. Each iteration has a connection and a file of its own, which is deleted: files grow by a gigabyte a
 * second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class RecordingBenchmark {
    /** The reference of those that begin with {@code netty} is {@code nettyNone}, that of all others {@code none}. */
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
        "nettyNone",
        "nettyLogging",
        "nettyPcap",
        "nettyPcapBuffered"
    })
    public String client;

    /** What Netty is not asked for: the backend that is recorded, {@code socket} or {@code nio}. */
    @Param("socket")
    public String backend;

    /** How many bytes go there and come back. */
    @Param("65536")
    public int size;

    private LocalServer server;
    private TemporaryFile file;
    private RecordedClient connected;

    /** What is to be reported beside the score. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Counters {
        /** Events that are missing in the file: 0, or what was measured is not worth much. */
        public long lostEvents;

        /** Closes the connection: what is written late may be lost, too. */
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

    /** What text formats have no need to escape. */
    private byte[] lines() {
        byte[] message = new byte[size];
        for (int i = 0; i < size; i++) {
            message[i] = (byte) (i % 64 == 63 ? '\n' : ' ' + i % 64);
        }
        return message;
    }
}
