// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import io.netbackends.benchmarks.ServerProcess;
import io.netbackends.benchmarks.TemporaryFile;
import io.netbackends.benchmarks.TlsSessions;
import io.netbackends.testsupport.TestPki;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * The memory of idle streams, after one byte in each direction. The score, the time to open them, does not matter here. A
 * fork is one measurement, since memory is not returned completely.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class IdleStreamsBenchmark {
    /**
     * Without TLS, all kinds except {@code sslSocket}; with TLS, neither the raw ones nor the asynchronous ones, which have
     * a pending read each.
     */
    @Param({"rawSocket", "rawChannel", "sslSocket", "netty", "socket", "nio", "async", "asyncDeadline", "asyncChannel"})
    public String client;

    /** Whether to use TLS. */
    @Param({"false", "true"})
    public boolean tls;

    /** The number of streams. */
    @Param("10000")
    public int count;

    private final List<Closeable> streams = new ArrayList<>();
    private TemporaryFile keys;
    private ServerProcess server;
    private @Nullable Tls engines;
    private IdleClient opener;
    private Footprint before;

    /** The memory of all streams together. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Counters {
        /** The number of streams. */
        public long streams;

        /** The heap after a garbage collection. */
        public long heapBytes;

        /** The memory in direct buffers. */
        public long directBytes;

        /** The resident set size of the process, including garbage that the heap has not returned. */
        public long rssBytes;

        /** Threads. */
        public long threads;
    }

    /** Starts the server. */
    @Setup
    public void start() throws IOException, GeneralSecurityException {
        if (client.startsWith(tls ? "raw" : "ssl")) {
            throw new IllegalArgumentException("client (" + client + ") must go with tls, which is " + tls);
        }
        keys = TemporaryFile.create("server.p12");
        if (tls) {
            TestPki pki = TestPki.create();
            ServerKeys.write(pki.issue("localhost"), keys.path());
            engines = new Tls(pki.trusting());
        }
        server = startServer();
        before = Footprint.now();
        opener = IdleClient.of(client, server.address(), engines);
    }

    /** Ends the server first, so that no stream waits when it is closed. */
    @TearDown
    public void stop() throws IOException {
        server.close();
        for (Closeable stream : streams) {
            close(stream);
        }
        opener.close();
        keys.close();
    }

    /** Opens the streams, and measures. */
    @Benchmark
    public void open(Counters counters) throws IOException {
        for (int i = 0; i < count; i++) {
            streams.add(opener.open(i));
            if (engines != null) {
                TlsSessions.forget(engines.context());
            }
        }
        Footprint after = Footprint.now();
        counters.streams = streams.size();
        counters.heapBytes = after.heap() - before.heap();
        counters.directBytes = after.direct() - before.direct();
        counters.rssBytes = after.resident() - before.resident();
        counters.threads = after.threads() - before.threads();
    }

    private ServerProcess startServer() throws IOException {
        List<String> options = List.of("-Xmx2g");
        return tls
                ? ServerProcess.start(IdleServer.class, options, keys.path().toString())
                : ServerProcess.start(IdleServer.class, options);
    }

    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // broken, since the server has ended
        }
    }
}
