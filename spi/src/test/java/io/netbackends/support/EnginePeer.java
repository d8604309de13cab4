// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The other end of a {@link FuzzedWire}: a plain {@link SSLEngine} that never waits, and takes a step on request. It shares
 * no code with the tested classes.
 */
final class EnginePeer {
    private static final int LARGE = 64 * 1024;
    private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

    private final FuzzedWire wire;
    private final int end;
    private final SSLEngine engine;
    private final FuzzSide side;
    private final SplittableRandom random;
    private final boolean halfCloses;
    private final ByteBuffer received = ByteBuffer.allocate(LARGE).flip();
    private final ByteBuffer records = ByteBuffer.allocate(LARGE);
    private final ByteBuffer decrypted = ByteBuffer.allocate(LARGE);
    private boolean handshaken;
    private boolean closeNow;
    private boolean over;

    EnginePeer(FuzzedWire wire, int end, SSLEngine engine, FuzzSide side, SplittableRandom random, boolean halfCloses)
            throws SSLException {
        engine.beginHandshake();
        this.wire = wire;
        this.end = end;
        this.engine = engine;
        this.side = side;
        this.random = random;
        this.halfCloses = halfCloses;
    }

    void closeSoon() {
        closeNow = true;
    }

    /** Returns false if it waits for the other end, or has ended. */
    boolean step() {
        if (over) {
            return false;
        }
        try {
            return advance();
        } catch (IOException e) {
            side.failed(e);
            if (!over) {
                finish();
            }
            return true;
        }
    }

    private boolean advance() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        handshaken |= status == HandshakeStatus.NOT_HANDSHAKING;
        if (closeNow) {
            side.closedItself = true;
            finish();
            return true;
        }
        if (side.sawEnd && engine.isOutboundDone()) {
            finish();
            return true;
        }
        if (status == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
            return true;
        }
        // Once the peer has closed, TLS 1.3 reports NEED_WRAP until this end has closed as well: ignored.
        if (status == HandshakeStatus.NEED_WRAP && !side.sawEnd) {
            return wrap(NO_DATA) || engine.getHandshakeStatus() != status;
        }
        if (mayClose()) {
            engine.closeOutbound();
            return sendAll();
        }
        boolean mayWrite = handshaken && side.written < side.toSend.length && !engine.isOutboundDone();
        if (mayWrite && random.nextBoolean()) {
            return writeSome();
        }
        return read() || (mayWrite && writeSome());
    }

    /** In TLS 1.2, a close_notify ends both directions: send none while more data is expected. */
    private boolean mayClose() {
        boolean written = handshaken && side.written == side.toSend.length;
        return written && (halfCloses || side.hasReceivedAll() || side.sawEnd) && !engine.isOutboundDone();
    }

    private boolean sendAll() throws IOException {
        boolean advanced = false;
        while (!engine.isOutboundDone() && wrap(NO_DATA)) {
            advanced = true;
        }
        return advanced;
    }

    private boolean writeSome() throws IOException {
        int size = 1 + random.nextInt(side.toSend.length - side.written);
        ByteBuffer src = ByteBuffer.wrap(side.toSend, side.written, size);
        boolean advanced = wrap(src);
        side.written = src.position();
        return advanced;
    }

    private boolean wrap(ByteBuffer src) throws IOException {
        records.clear();
        SSLEngineResult result = engine.wrap(src, records);
        records.flip();
        side.saidClose |= engine.isOutboundDone() && !side.hasFailed();
        if (records.hasRemaining()) {
            wire.put(end, records);
        }
        return result.bytesProduced() > 0 || result.bytesConsumed() > 0;
    }

    private boolean read() throws IOException {
        if (side.sawEnd) {
            return false;
        }
        decrypted.clear();
        SSLEngineResult result = engine.unwrap(received, decrypted);
        side.took(decrypted.flip());
        side.sawEnd |= result.getStatus() == Status.CLOSED;
        if (result.bytesConsumed() > 0
                || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            return true;
        }
        received.compact();
        int n = wire.take(end, received);
        received.flip();
        if (n < 0) {
            over = true;
            wire.close(end); // without a close_notify, since there was none
            throw new SSLException("truncated");
        }
        return n > 0;
    }

    /** Sends the final message: a close_notify, or an alert after a failure. */
    private void finish() {
        over = true;
        try {
            engine.closeOutbound();
            sendAll();
        } catch (IOException e) {
            side.failed(e);
        }
        wire.close(end);
    }
}
