// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** This project's stream, with the kind of buffer that suits its backend, and optionally one deadline for each transfer. */
final class StreamBulk implements BulkClient {
    private static final Duration NEVER_PASSES = Duration.ofMinutes(1);

    private final NetworkStreamInterface stream;
    private final ByteBuffer piece;
    private final boolean bounded;

    private StreamBulk(NetworkStreamInterface stream, ByteBuffer piece, boolean bounded) {
        this.stream = stream;
        this.piece = piece;
        this.bounded = bounded;
    }

    static StreamBulk connect(String kind, SSLContext context, InetSocketAddress server, int size) throws IOException {
        boolean bounded = kind.endsWith("Deadline");
        return switch (kind) {
            case "socket", "socketDeadline" ->
                new StreamBulk(connect(new SocketBackend(), context, server), ByteBuffer.allocate(size), bounded);
            case "nio", "nioDeadline" ->
                new StreamBulk(connect(new NioBackend(), context, server), ByteBuffer.allocateDirect(size), bounded);
            default ->
                throw new IllegalArgumentException("client (" + kind + ") must be one of those in TlsBulkBenchmark");
        };
    }

    static NetworkStreamInterface connect(NetworkBackendInterface backend, SSLContext context, InetSocketAddress server)
            throws IOException {
        NetworkStreamInterface stream = backend.connect(server);
        stream.startTls(context, TlsServer.HOST);
        return stream;
    }

    @Override
    public long read(long count) throws IOException {
        if (!bounded) {
            return readAll(count);
        }
        try (Timeout timeout = Timeout.after(NEVER_PASSES)) {
            return readAll(count);
        }
    }

    private long readAll(long count) throws IOException {
        long done = 0;
        while (done < count) {
            int n = stream.read(piece.clear());
            if (n < 0) {
                throw new EOFException();
            }
            done += n;
        }
        return done;
    }

    @Override
    public void write(long count) throws IOException {
        if (!bounded) {
            writeAll(count);
            return;
        }
        try (Timeout timeout = Timeout.after(NEVER_PASSES)) {
            writeAll(count);
        }
    }

    private void writeAll(long count) throws IOException {
        for (long done = 0; done < count; done += piece.capacity()) {
            stream.write(piece.clear());
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
