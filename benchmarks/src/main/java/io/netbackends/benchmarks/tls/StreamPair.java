// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.TestPki;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * A stream of this project to a server of this project, since there are no {@code SSLSocket}s over UNIX-domain sockets. The
 * server's threads do not count.
 */
final class StreamPair implements AllocationClient {
    private final NetworkServer server;
    private final NetworkStreamInterface stream;
    private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
    private final Path directory;

    private StreamPair(NetworkBackendInterface backend, NetworkListenerInterface listener, Path directory)
            throws IOException {
        TestPki pki = TestPki.create();
        SSLContext context = pki.issue(TlsServer.HOST).serverContext();
        this.directory = directory;
        server = NetworkServer.serve(listener, accepted -> echo(accepted, context));
        stream = backend.connect(listener.getLocalAddress());
        stream.startTls(pki.trusting(), TlsServer.HOST);
    }

    static StreamPair connect(String kind) throws IOException {
        Path directory = Files.createTempDirectory("tls");
        Path socket = directory.resolve("s");
        return switch (kind) {
            case "nio" -> {
                NioBackend backend = new NioBackend();
                yield new StreamPair(backend, backend.listen("127.0.0.1", 0), directory);
            }
            case "unixsocket" -> {
                UnixSocketBackend backend = UnixSocketBackend.of(socket);
                yield new StreamPair(backend, backend.listen(TlsServer.HOST, 0), directory);
            }
            default ->
                throw new IllegalArgumentException(
                        "client (" + kind + ") must be one of those in TlsAllocationBenchmark");
        };
    }

    private static void echo(NetworkStreamInterface stream, SSLContext context) throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        engine.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        stream.startTls(engine);
        ByteBuffer message = ByteBuffer.allocate(SIZE);
        while (stream.read(message.clear()) >= 0) {
            stream.write(message.flip());
        }
    }

    @Override
    public long exchange() throws IOException {
        long start = AllocatedBytes.now();
        stream.write(message.clear());
        message.clear();
        while (message.hasRemaining()) {
            if (stream.read(message) < 0) {
                throw new EOFException();
            }
        }
        return AllocatedBytes.now() - start;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        server.close();
        Files.deleteIfExists(directory.resolve("s"));
        Files.delete(directory);
    }
}
