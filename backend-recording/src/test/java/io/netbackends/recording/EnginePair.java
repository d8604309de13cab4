// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Two engines, each of which decrypts the output of the other. */
final class EnginePair {
    private final Side client;
    private final Side server;

    EnginePair(SSLEngine client, SSLEngine server) {
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        this.client = new Side(client);
        this.server = new Side(server);
    }

    /** An engine and its input. */
    private static final class Side {
        final SSLEngine engine;
        final ByteBuffer inbound = ByteBuffer.allocate(1 << 18);
        final StringBuilder got = new StringBuilder();

        Side(SSLEngine engine) {
            this.engine = engine;
        }
    }

    /** Passes output to the other side until neither engine has more. */
    void shake() throws SSLException {
        client.engine.beginHandshake();
        settle();
    }

    String send(ByteBuffer... pieces) throws SSLException {
        return pass(client, server, pieces);
    }

    String answer(ByteBuffer... pieces) throws SSLException {
        return pass(server, client, pieces);
    }

    void closeBoth() throws SSLException {
        client.engine.closeOutbound();
        settle();
        server.engine.closeOutbound();
        settle();
    }

    private String pass(Side from, Side to, ByteBuffer... pieces) throws SSLException {
        boolean remaining = true;
        while (remaining) {
            ByteBuffer packet = ByteBuffer.allocate(from.engine.getSession().getPacketBufferSize());
            from.engine.wrap(pieces, 0, pieces.length, packet);
            to.inbound.put(packet.flip());
            remaining = false;
            for (ByteBuffer piece : pieces) {
                remaining |= piece.hasRemaining();
            }
        }
        settle();
        String got = to.got.toString();
        to.got.setLength(0);
        return got;
    }

    private void settle() throws SSLException {
        boolean moved = true;
        while (moved) {
            moved = step(client, server) | step(server, client);
        }
    }

    private static boolean step(Side self, Side other) throws SSLException {
        Runnable task = self.engine.getDelegatedTask();
        if (task != null) {
            task.run();
            return true;
        }
        if (unwrap(self)) {
            return true;
        }
        if (self.engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            return false;
        }
        ByteBuffer packet = ByteBuffer.allocate(self.engine.getSession().getPacketBufferSize());
        self.engine.wrap(ByteBuffer.allocate(0), packet);
        other.inbound.put(packet.flip());
        return true;
    }

    private static boolean unwrap(Side self) throws SSLException {
        self.inbound.flip();
        try {
            if (!self.inbound.hasRemaining() || self.engine.isInboundDone()) {
                return false;
            }
            // In two pieces; the first is already partly filled.
            ByteBuffer first = ByteBuffer.allocate(10).position(7);
            ByteBuffer second = ByteBuffer.allocate(self.engine.getSession().getApplicationBufferSize());
            SSLEngineResult result = self.engine.unwrap(self.inbound, new ByteBuffer[] {first, second});
            self.got.append(US_ASCII.decode(first.flip().position(7))).append(US_ASCII.decode(second.flip()));
            return result.getStatus() != Status.BUFFER_UNDERFLOW
                    && (result.bytesConsumed() > 0 || result.bytesProduced() > 0);
        } finally {
            self.inbound.compact();
        }
    }
}
