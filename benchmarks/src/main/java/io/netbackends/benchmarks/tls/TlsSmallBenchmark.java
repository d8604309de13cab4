// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

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

/** Round trips of 64 bytes over TLS 1.3 with TLS_AES_128_GCM_SHA256, one after the other on one connection. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class TlsSmallBenchmark {
    /** The kinds of {@link TlsBulkBenchmark} with the same names. */
    @Param({"sslSocket", "networkSslSocket", "socket", "nio", "socketDeadline", "nioDeadline"})
    public String client;

    private TlsServer server;
    private BulkClient connected;

    /** Starts the server, and connects. */
    @Setup
    public void connect() throws IOException {
        server = new TlsServer(TlsService.ECHO);
        connected = BulkClient.connect(client, server, TlsService.MESSAGE);
    }

    /** Closes the connection. */
    @TearDown
    public void close() throws IOException {
        server.close();
        connected.close();
    }

    /** One exchange. */
    @Benchmark
    public void exchange() throws IOException {
        connected.write(TlsService.MESSAGE);
        connected.read(TlsService.MESSAGE);
    }
}
