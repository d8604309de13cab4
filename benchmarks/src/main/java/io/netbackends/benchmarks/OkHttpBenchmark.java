// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.javanet.NetworkSocketFactory;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
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

/** OkHttp fetches pages of 1 KiB one after the other, on a persistent connection, with its default timeouts. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class OkHttpBenchmark {
    /** The sockets: the platform's, or a backend's. */
    @Param({"rawSocket", "socket", "nio"})
    public String client;

    private PlainServer server;
    private OkHttpClient http;
    private Request request;

    /** Starts the server. */
    @Setup
    public void start() throws IOException {
        server = HttpAnswers.start();
        http = new OkHttpClient.Builder().socketFactory(sockets()).build();
        request = new Request.Builder()
                .url("http://127.0.0.1:" + server.port() + "/")
                .build();
    }

    private SocketFactory sockets() {
        return switch (client) {
            case "rawSocket" -> SocketFactory.getDefault();
            case "socket" -> new NetworkSocketFactory(new SocketBackend());
            case "nio" -> new NetworkSocketFactory(new NioBackend());
            default ->
                throw new IllegalArgumentException("client (" + client + ") must be one of those of the parameter");
        };
    }

    /** Makes the next iteration open a new connection, since the result depends on which processors its two ends run. */
    @TearDown(Level.Iteration)
    public void disconnect() {
        http.connectionPool().evictAll();
    }

    /** Ends the server. */
    @TearDown
    public void stop() {
        http.dispatcher().executorService().shutdown();
        server.close();
    }

    /** Gets a page. */
    @Benchmark
    public int get() throws IOException {
        try (Response response = http.newCall(request).execute()) {
            return response.body().bytes().length;
        }
    }
}
