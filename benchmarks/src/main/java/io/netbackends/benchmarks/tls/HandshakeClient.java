// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.BlockingBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Connects, completes the handshake, reads one byte, and closes. */
@FunctionalInterface
interface HandshakeClient {
    /** The byte follows the server's session ticket, which is then processed as well. */
    void connect(SSLContext context, InetSocketAddress server) throws IOException;

    /** Returns the client named by a benchmark parameter. */
    static HandshakeClient of(String kind) {
        return switch (kind) {
            case "sslSocket" -> HandshakeClient::sslSocket;
            case "socket" -> stream(new SocketBackend());
            case "nio" -> stream(new NioBackend());
            case "async" -> stream(BlockingBackend.of(AsyncNetworkBackend.named("nio")));
            default ->
                throw new IllegalArgumentException(
                        "client (" + kind + ") must be one of those in TlsHandshakeBenchmark");
        };
    }

    private static void sslSocket(SSLContext context, InetSocketAddress server) throws IOException {
        try (SSLSocket socket = SslSockets.connect(context, server)) {
            if (socket.getInputStream().read() < 0) {
                throw new EOFException();
            }
        }
    }

    private static HandshakeClient stream(NetworkBackendInterface backend) {
        return (context, server) -> {
            try (NetworkStreamInterface stream = backend.connect(server)) {
                stream.startTls(context, TlsServer.HOST);
                if (stream.read(ByteBuffer.allocate(1)) < 0) {
                    throw new EOFException();
                }
            }
        };
    }
}
