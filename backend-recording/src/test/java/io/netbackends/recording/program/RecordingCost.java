// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.program;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what recording costs: echoes of as many bytes as the first argument says, over loopback, per second, for each format as
 * a ratio of those without recording. Rounds of all of them take turns; the medians are printed.
 */
public final class RecordingCost {
    private static final int ROUNDS = 15;
    private static final Duration ROUND = Duration.ofMillis(400);
    private static final String NONE = "none";

    private RecordingCost() {}

    public static void main(String... args) throws IOException {
        int size = Integer.parseInt(args[0]);
        Map<String, List<Double>> results = new LinkedHashMap<>();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread echo = new Thread(() -> echo(server), "echo");
            echo.setDaemon(true);
            echo.start();
            for (int i = 0; i < ROUNDS; i++) {
                for (String kind :
                        List.of(NONE, "text", "hex", "ndjson", "pcapng", "ndjson, background", "pcapng, background")) {
                    double rate = rate(kind, server.getLocalPort(), size);
                    if (i >= 3) { // the first ones are for the compiler
                        results.computeIfAbsent(kind, k -> new ArrayList<>()).add(rate);
                    }
                }
            }
        }
        double none = median(results.get(NONE));
        System.out.printf("%d bytes: %.0f echoes a second without recording%n", size, none);
        results.forEach((kind, rates) -> System.out.printf("%-20s %.2f%n", kind, median(rates) / none));
    }

    private static double rate(String kind, int port, int size) throws IOException {
        if (kind.equals(NONE)) {
            return rate(new NetworkBackend(), port, size);
        }
        Path file = Files.createTempFile("recording", "." + kind.split(",")[0]);
        Files.delete(file);
        FileRecorder.Builder builder = FileRecorder.builder(file.toString());
        if (kind.endsWith("background")) {
            builder.writeInBackground();
        }
        try (FileRecorder recorder = builder.open()) {
            double rate = rate(new RecordingBackend(new NetworkBackend(), recorder), port, size);
            if (recorder.lostEvents() > 0) {
                System.out.println(kind + ": lost " + recorder.lostEvents());
            }
            return rate;
        } finally {
            Files.delete(file);
        }
    }

    private static double rate(NetworkBackendInterface backend, int port, int size) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(size);
        for (int i = 0; i < size; i++) {
            out.put((byte) (i % 64 == 63 ? '\n' : ' ' + i % 64));
        }
        ByteBuffer in = ByteBuffer.allocate(size);
        try (NetworkStreamInterface stream = backend.connect("127.0.0.1", port)) {
            Instant start = Instant.now();
            long echoes = 0;
            while (Duration.between(start, Instant.now()).compareTo(ROUND) < 0) {
                stream.write(out.rewind());
                in.clear();
                while (in.hasRemaining()) {
                    stream.read(in);
                }
                echoes++;
            }
            return echoes * 1e9 / Duration.between(start, Instant.now()).toNanos();
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void echo(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream()) {
                socket.setTcpNoDelay(true);
                byte[] bytes = new byte[64 * 1024];
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    socket.getOutputStream().write(bytes, 0, n);
                }
            } catch (IOException e) {
                // The next one may be luckier.
            }
        }
    }
}
