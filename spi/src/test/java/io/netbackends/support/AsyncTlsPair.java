// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Both ends of a TLS connection in memory, in a loop that the test runs. */
final class AsyncTlsPair {
    final ManualEventLoop loop = new ManualEventLoop();
    final MemoryAsyncTransport clientWire;
    final MemoryAsyncTransport serverWire;
    final TlsMachine clientMachine;
    final TlsMachine serverMachine;
    final AsyncTlsTransport client;
    final AsyncTlsTransport server;

    AsyncTlsPair(SSLEngine clientEngine, SSLEngine serverEngine, TlsTruncation truncation) throws SSLException {
        MemoryAsyncTransport[] wires = MemoryAsyncTransport.pair(loop);
        clientWire = wires[0];
        serverWire = wires[1];
        clientMachine = machine(clientEngine);
        serverMachine = machine(serverEngine);
        client = new AsyncTlsTransport(clientWire, clientMachine, truncation, "peer:1");
        server = new AsyncTlsTransport(serverWire, serverMachine, truncation, "peer:2");
    }

    /** Makes a machine whose handshake has begun. */
    static TlsMachine machine(SSLEngine engine) throws SSLException {
        TlsEngine.beginHandshake(engine);
        return new TlsMachine(engine);
    }

    /** Returns a pair whose client trusts its server, before the handshake. */
    static AsyncTlsPair trusting(String... protocols) throws SSLException {
        TestPki pki = TestPki.create();
        return new AsyncTlsPair(
                TlsPair.clientEngine(pki.trusting(), protocols),
                TlsPair.serverEngine(pki.issue("localhost").serverContext(), protocols),
                TlsTruncation.ERROR);
    }

    /** Returns a pair after the handshake; the client has processed the server's session tickets. */
    static AsyncTlsPair connected(String... protocols) throws Exception {
        AsyncTlsPair pair = trusting(protocols);
        pair.shakeHands();
        return pair;
    }

    void shakeHands() throws Exception {
        Handshake one = new Handshake(client);
        Handshake other = new Handshake(server);
        loop.runAll(one);
        loop.runAll(other);
        loop.runUntil(() -> one.isDone() && other.isDone());
        if (client.tryRead(ByteBuffer.allocate(1)) != 0) {
            throw new AssertionError("data after a handshake");
        }
    }

    /** Sends a request for a key update from the server, in TLS 1.3. */
    void updateServersKeys() throws IOException {
        serverMachine.engine().beginHandshake();
        if (!server.tryWrite(ByteBuffer.allocate(0))) {
            throw new AssertionError("no room for a key update");
        }
    }

    /** Reads until this number of bytes has arrived. */
    static byte[] read(AsyncTlsTransport from, int bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer dst = ByteBuffer.allocate(64 * 1024);
        while (all.size() < bytes) {
            int n = from.tryRead(dst.clear());
            if (n <= 0) {
                throw new AssertionError(n + " after " + all.size() + " bytes");
            }
            all.write(dst.array(), 0, n);
        }
        return all.toByteArray();
    }

    /** A handshake, continued whenever its transport calls back. */
    static final class Handshake implements Runnable {
        private final AsyncTlsTransport transport;
        private boolean done;
        Throwable failure;

        Handshake(AsyncTlsTransport transport) {
            this.transport = transport;
        }

        @Override
        public void run() {
            if (isDone()) {
                return;
            }
            try {
                done = transport.tryHandshake();
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
            if (!isDone()) {
                transport.awaitHandshake(this);
            }
        }

        boolean isDone() {
            return done || failure != null;
        }
    }
}
