// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.testsupport.TestPki;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Two bare engines with preallocated buffers, to measure the allocations of the JDK's TLS itself. Only the client's side
 * counts. With direct buffers for ciphertext, the JDK allocates more than with buffers on the heap.
 */
final class EnginePair implements AllocationClient {
    private static final int CAPACITY = 64 * 1024;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;
    private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(32 * 1024);
    private final ByteBuffer echo = ByteBuffer.allocateDirect(32 * 1024);

    EnginePair(boolean directCiphertext) throws SSLException {
        toServer = directCiphertext ? ByteBuffer.allocateDirect(CAPACITY) : ByteBuffer.allocate(CAPACITY);
        toClient = directCiphertext ? ByteBuffer.allocateDirect(CAPACITY) : ByteBuffer.allocate(CAPACITY);
        TestPki pki = TestPki.create();
        client = engine(pki.trusting(), true);
        server = engine(pki.issue(TlsServer.HOST).serverContext(), false);
        while (isHandshaking()) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
    }

    private static SSLEngine engine(SSLContext context, boolean asClient) throws SSLException {
        SSLEngine engine = context.createSSLEngine(TlsServer.HOST, 443);
        engine.setUseClientMode(asClient);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        engine.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        engine.beginHandshake();
        return engine;
    }

    /** Includes the server's session ticket. */
    private boolean isHandshaking() {
        return isHandshaking(client) || isHandshaking(server) || toServer.position() > 0 || toClient.position() > 0;
    }

    private static boolean isHandshaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Advances an engine's handshake as far as possible; buffers are ready for filling before and after. */
    private void step(SSLEngine engine, ByteBuffer output, ByteBuffer input) throws SSLException {
        input.flip();
        for (boolean going = true; going; ) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
                engine.wrap(message.limit(0), output);
            } else {
                going = input.hasRemaining()
                        && engine.unwrap(input, answer.clear()).getStatus() == SSLEngineResult.Status.OK;
            }
        }
        input.compact();
    }

    @Override
    public long exchange() throws SSLException {
        long start = AllocatedBytes.now();
        client.wrap(message.clear(), toServer.clear());
        long wrapped = AllocatedBytes.now();
        server.unwrap(toServer.flip(), echo.clear());
        server.wrap(echo.flip(), toClient.clear());
        long answered = AllocatedBytes.now();
        client.unwrap(toClient.flip(), answer.clear());
        if (answer.position() != SIZE) {
            throw new SSLException("answer has " + answer.position() + " bytes, must have " + SIZE);
        }
        return AllocatedBytes.now() - answered + wrapped - start;
    }

    @Override
    public void close() {
        client.closeOutbound();
        server.closeOutbound();
    }
}
