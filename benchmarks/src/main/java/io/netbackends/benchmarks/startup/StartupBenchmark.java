// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.startup;

import io.netbackends.NetworkBackend;
import io.netbackends.benchmarks.TemporaryFile;
import io.netbackends.dns.DnsBackendProvider;
import io.netbackends.dnscache.DnsCacheBackendProvider;
import io.netbackends.faults.FaultyBackendProvider;
import io.netbackends.jfr.JfrBackendProvider;
import io.netbackends.memory.MemoryBackendProvider;
import io.netbackends.nio.NioBackend;
import io.netbackends.proxy.ProxyBackendProvider;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.replay.ReplayBackendProvider;
import io.netbackends.socket.SocketBackend;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
 * The time from the start of a JVM to the first byte read by its program; each iteration starts a new JVM. Four backends and
 * all decorators are installed.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 8)
@State(Scope.Benchmark)
public class StartupBenchmark {
    private static final List<Class<?>> BACKENDS = List.of(
            NetworkBackend.class,
            SocketBackend.class,
            NioBackend.class,
            UnixSocketBackend.class,
            MemoryBackendProvider.class,
            RecordingBackend.class,
            ReplayBackendProvider.class,
            ProxyBackendProvider.class,
            DnsBackendProvider.class,
            DnsCacheBackendProvider.class,
            FaultyBackendProvider.class,
            JfrBackendProvider.class);

    /** Kinds with {@code Cds} use a previously created archive of the program's classes. */
    @Param({"rawSocket", "netbackends", "rawSocketCds", "netbackendsCds"})
    public String client;

    private OneByteServer server;
    private TemporaryFile files;
    private Program program;
    private Run run;

    /** Starts the server, and creates the program. */
    @Setup
    public void prepare() throws IOException {
        server = new OneByteServer();
        files = TemporaryFile.create("program");
        Path directory = Objects.requireNonNull(files.path().getParent());
        program = client.startsWith("netbackends")
                ? Program.in(directory, BackendMain.class, BACKENDS)
                : Program.in(directory, SocketMain.class, List.of());
        if (client.endsWith("Cds")) {
            program.shareClasses(server);
        }
    }

    /** Waits for the end of the JVM, which is not measured. */
    @TearDown(Level.Iteration)
    public void finish() throws IOException {
        run.finish();
    }

    /** Ends the server, and deletes the program. */
    @TearDown
    public void cleanUp() throws IOException {
        server.close();
        files.close();
    }

    /** Starts a JVM, and waits for its output. */
    @Benchmark
    public void firstByte() throws IOException {
        run = program.start(server);
        run.awaitOutput();
    }
}
