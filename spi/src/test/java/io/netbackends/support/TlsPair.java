// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.support.TlsMachine.Need;
import io.netbackends.testsupport.TestPki;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Two TLS machines, client and server, joined by a wire in memory that can slice data. */
final class TlsPair {
    final TlsMachine client;
    final TlsMachine server;
    private final int slice;

    TlsPair(SSLEngine client, SSLEngine server, int slice) throws SSLException {
        this.client = machine(client);
        this.server = machine(server);
        this.slice = slice;
    }

    /** Makes a machine whose handshake has begun. */
    static TlsMachine machine(SSLEngine engine) throws SSLException {
        TlsEngine.beginHandshake(engine);
        return new TlsMachine(engine);
    }

    /** Returns a pair whose client trusts its server, after the handshake. */
    static TlsPair connected() throws SSLException {
        TestPki pki = TestPki.create();
        TlsPair pair = new TlsPair(
                clientEngine(pki.trusting()),
                serverEngine(pki.issue("localhost").serverContext()),
                1 << 16);
        pair.handshake();
        return pair;
    }

    static SSLEngine clientEngine(SSLContext context, String... protocols) {
        return engine(context.createSSLEngine("localhost", 443), true, protocols);
    }

    static SSLEngine serverEngine(SSLContext context, String... protocols) {
        return engine(context.createSSLEngine(), false, protocols);
    }

    private static SSLEngine engine(SSLEngine engine, boolean client, String... protocols) {
        engine.setUseClientMode(client);
        if (protocols.length > 0) {
            engine.setEnabledProtocols(protocols);
        }
        return engine;
    }

    void handshake() throws SSLException {
        boolean clientDone = false;
        boolean serverDone = false;
        for (int step = 0; !clientDone || !serverDone; step++) {
            if (step > 100_000) {
                throw new AssertionError("handshake does not end");
            }
            clientDone = handshakeStep(client, server);
            serverDone = handshakeStep(server, client);
        }
    }

    private boolean handshakeStep(TlsMachine machine, TlsMachine other) throws SSLException {
        switch (machine.handshake()) {
            case OUTPUT -> carry(machine, other);
            case TASKS -> machine.runTasks();
            case NOTHING -> {
                machine.decrypt(ByteBuffer.allocate(1)); // processes session tickets, which may be large
                return true;
            }
            case INPUT -> {}
            case RESPONSE, END -> throw new AssertionError("closed");
        }
        return false;
    }

    /** Sends all of the data; the other side decrypts it into buffers of the given size. */
    byte[] transfer(TlsMachine from, TlsMachine to, byte[] data, int bufferSize) throws SSLException {
        ByteBuffer src = ByteBuffer.wrap(data);
        ByteBuffer all = ByteBuffer.allocate(data.length);
        while (src.hasRemaining()) {
            if (from.encrypt(src) == Need.TASKS) {
                from.runTasks();
            }
            while (!from.outEncrypted().isEmpty()) {
                carrySlice(from, to);
                receive(to, all, bufferSize);
            }
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private static void receive(TlsMachine to, ByteBuffer all, int bufferSize) throws SSLException {
        while (true) {
            ByteBuffer dst = ByteBuffer.allocate(bufferSize);
            Need need = to.decrypt(dst);
            all.put(dst.flip());
            if (need == Need.TASKS) {
                to.runTasks();
            } else if (need != Need.NOTHING) {
                return;
            }
        }
    }

    /** Moves the bytes to be sent, as far as there is room. */
    void carry(TlsMachine from, TlsMachine to) {
        while (!from.outEncrypted().isEmpty() && carrySlice(from, to) > 0) {
            // the next slice
        }
    }

    /** Moves a slice of the bytes to be sent, or as much as there is room for; returns the number of bytes. */
    int carrySlice(TlsMachine from, TlsMachine to) {
        ByteBuffer wire = from.outEncrypted().content();
        ByteBuffer room = to.inEncrypted().beginFill();
        int n = Math.min(slice, Math.min(wire.remaining(), room.remaining()));
        room.put(wire.slice(wire.position(), n));
        to.inEncrypted().endFill();
        wire.position(wire.position() + n);
        return n;
    }
}
