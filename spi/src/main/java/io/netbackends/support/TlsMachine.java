// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * One side of a TLS connection as a state machine without I/O: ciphertext in, ciphertext out, and what it needs next.
 *
 * <pre>
 *   received() ──▶ decrypt ──▶ caller's buffer      one reader at a time
 *   caller's buffer ──▶ encrypt ──▶ toSend()        one writer at a time
 *   received() ──▶ handshake ──▶ toSend()           before both
 * </pre>
 *
 * <p>Each step ends with what it {@link Need needs}; whoever drives the machine provides that and calls again. The queues
 * {@code received} and {@code decrypted} belong to the reader, {@code toSend} to the writer; the engine itself is safe for one
 * of each.
 */
final class TlsMachine {
    /** What a step needs before it can be taken further. */
    enum Need {
        /** Nothing: it is done. */
        NOTHING,
        /** More ciphertext in {@link #received()}. */
        INPUT,
        /** That the ciphertext in {@link #toSend()} be sent. */
        OUTPUT,
        /** A call of {@link #runTasks()}. */
        TASKS,
        /** The peer's close_notify has come, or, when writing, ours has been sent: there is nothing more in this direction. */
        END
    }

    private static final int MAX_RECEIVED = SpareBuffers.LARGE;

    /** Records that are sent with one write: as many as a large buffer holds, which are 64 KiB of plaintext, and more. */
    private static final int MAX_RECORDS_TO_SEND = 7;

    private static final int MAX_PLAINTEXT = 16 * 1024;
    private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteQueue received;
    private final ByteQueue toSend = new ByteQueue(0);

    /** One record at most, for which the reader's buffer was too small. */
    private final ByteQueue decrypted = new ByteQueue(0);

    /** A task that another thread is running is neither to be had nor done: one must wait for it. */
    private final ReentrantLock tasks = new ReentrantLock();

    private TlsMachine(SSLEngine engine) {
        this.engine = engine;
        received = new ByteQueue(packetSize());
    }

    /**
     * Begins a handshake, of which nothing is sent yet.
     *
     * @throws IllegalArgumentException if the engine is not a fresh one, set to client or server mode
     */
    static TlsMachine begin(SSLEngine engine) throws SSLException {
        if (engine.isInboundDone()
                || engine.isOutboundDone()
                || engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || engine.getSession().getProtocol().startsWith("TLS")) {
            throw new IllegalArgumentException("engine (" + engine + ") must not have been used before");
        }
        try {
            engine.beginHandshake();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("engine (" + engine + ") must be set to client or server mode", e);
        }
        return new TlsMachine(engine);
    }

    SSLEngine engine() {
        return engine;
    }

    ByteQueue received() {
        return received;
    }

    ByteQueue toSend() {
        return toSend;
    }

    /** Takes the handshake as far as it goes; {@link Need#NOTHING} once it is complete. */
    Need handshake() throws SSLException {
        for (; ; ) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                return Need.TASKS;
            }
            if (status == HandshakeStatus.NEED_WRAP) {
                if (!hasRoomForMessage()) {
                    return Need.OUTPUT;
                }
                wrap(NO_DATA);
            } else if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
                return toSend.isEmpty() ? Need.NOTHING : Need.OUTPUT;
            } else {
                Need need = unwrap(decrypted);
                if (need != Need.NOTHING) {
                    // a whole flight at once: what is to be said can wait until an answer is needed
                    return need == Need.INPUT && !toSend.isEmpty() ? Need.OUTPUT : need;
                }
            }
        }
    }

    /** Decrypts at most one record into {@code dst}, which has room; {@link Need#NOTHING} when it got any bytes. */
    Need decrypt(ByteBuffer dst) throws SSLException {
        for (int start = dst.position(); dst.position() == start; ) {
            if (!decrypted.isEmpty()) {
                decrypted.moveTo(dst);
                return Need.NOTHING;
            }
            if (received.isEmpty()) {
                return engine.isInboundDone() ? Need.END : Need.INPUT;
            }
            SSLEngineResult result = engine.unwrap(received.content(), dst);
            // A record may be too large for dst, or carry no data at all, such as a session ticket.
            Need need = result.getStatus() == Status.BUFFER_OVERFLOW ? unwrap(decrypted) : afterUnwrap(result);
            if (need != Need.NOTHING && dst.position() == start) {
                return need;
            }
        }
        return Need.NOTHING;
    }

    /** Encrypts from {@code src} what fits the queue; what is left of it needs another call, after sending. */
    Need encrypt(ByteBuffer src) throws SSLException {
        toSend.ensureCapacity(Math.min(MAX_RECORDS_TO_SEND, 1 + src.remaining() / MAX_PLAINTEXT) * packetSize());
        Need need = Need.OUTPUT;
        while (src.hasRemaining() && need == Need.OUTPUT && hasRoomForRecord()) {
            need = wrap(src);
        }
        return need;
    }

    /** Returns whether the engine has something of its own to say: an alert, a key update, a handshake message. */
    boolean wantsToSend() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /** Puts into the queue, behind what may be left of a handshake, what the engine has to say of its own. */
    void encryptOwnMessages() throws SSLException {
        while (wantsToSend() && hasRoomForMessage() && wrap(NO_DATA) == Need.OUTPUT) {
            // there may be another one
        }
    }

    /** Closes this side's direction; the queue, which must be empty, then ends with the close_notify. */
    void encryptCloseNotify() throws SSLException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && hasRoomForRecord() && wrap(NO_DATA) == Need.OUTPUT) {
            // messages of the engine's own come before it
        }
    }

    /** Runs what the engine delegates: the heavy part of a handshake, and the calls to trust and key managers. */
    void runTasks() {
        tasks.lock();
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } finally {
            tasks.unlock();
        }
    }

    /** Called when a read filled the queue to the brim: the peer is faster than that, and a larger queue saves reads. */
    void expectMore() {
        int more = Math.min(MAX_RECEIVED, 2 * received.capacity());
        received.prefer(more);
        received.releaseIfEmpty();
        if (!received.isEmpty()) {
            received.ensureCapacity(more);
        }
    }

    /** Called when a read has brought no more than this: so many streams that wait for little do not hold much. */
    void expectNoMoreThan(int bytes) {
        if (bytes < packetSize()) {
            received.prefer(packetSize());
        }
    }

    /** Gives away the buffers of the reader that hold nothing: also one that a record without data has asked for. */
    void releaseEmptyBuffers() {
        received.releaseIfEmpty();
        decrypted.releaseIfEmpty();
    }

    private Need unwrap(ByteQueue dst) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(received.content(), dst.beginFill());
        } finally {
            dst.endFill();
        }
        if (result.getStatus() != Status.BUFFER_OVERFLOW) {
            return afterUnwrap(result);
        }
        int size = engine.getSession().getApplicationBufferSize();
        if (dst.capacity() >= size) {
            throw new SSLException("TLS record holds more than the engine's " + size + " bytes");
        }
        dst.ensureCapacity(size);
        return unwrap(dst);
    }

    private Need afterUnwrap(SSLEngineResult result) throws SSLException {
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                return moreInput();
            }
            case CLOSED -> {
                return Need.END;
            }
            default -> {
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    return Need.TASKS;
                }
                if (result.bytesConsumed() > 0 || result.bytesProduced() > 0) {
                    return Need.NOTHING;
                }
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    return Need.OUTPUT;
                }
                throw new SSLException("TLS engine makes no progress reading: " + result);
            }
        }
    }

    /** Makes sure that the rest of the record has room. */
    private Need moreInput() throws SSLException {
        if (received.room() == 0) {
            if (received.capacity() >= MAX_RECEIVED) {
                throw new SSLException("TLS record is longer than " + received.capacity() + " bytes");
            }
            expectMore();
        }
        return Need.INPUT;
    }

    private Need wrap(ByteBuffer src) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.wrap(src, toSend.beginFill());
        } finally {
            toSend.endFill();
        }
        switch (result.getStatus()) {
            case BUFFER_OVERFLOW -> {
                if (!toSend.isEmpty()) {
                    return Need.OUTPUT;
                }
                toSend.ensureCapacity(Math.max(toSend.capacity() + 1, packetSize()));
                return wrap(src);
            }
            case CLOSED -> {
                return Need.END;
            }
            default -> {
                if (result.bytesProduced() > 0 || result.bytesConsumed() > 0) {
                    return Need.OUTPUT;
                }
                return result.getHandshakeStatus() == HandshakeStatus.NEED_TASK ? Need.TASKS : Need.INPUT;
            }
        }
    }

    /** Where a record of the largest size would not fit behind another one: messages are small, but who knows. */
    private boolean hasRoomForMessage() {
        if (!hasRoomForRecord()) {
            toSend.ensureCapacity(SpareBuffers.LARGE);
        }
        return hasRoomForRecord();
    }

    private boolean hasRoomForRecord() {
        return toSend.isEmpty() || toSend.room() >= packetSize();
    }

    private int packetSize() {
        return engine.getSession().getPacketBufferSize();
    }
}
