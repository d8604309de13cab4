// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * One side of a TLS connection as a state machine without I/O.
 *
 * <pre>
 *   inEncrypted() ──▶ decrypt ──▶ caller's buffer     one reader at a time
 *   caller's buffer ──▶ encrypt ──▶ outEncrypted()    one writer at a time
 *   inEncrypted() ──▶ handshake ──▶ outEncrypted()    before both
 * </pre>
 *
 * <p>Each step returns what it {@link Need needs} next; the driver provides that and calls again. The queues {@code
 * inEncrypted} and {@code inPlain} belong to the reader, {@code outEncrypted} belongs to the writer. The engine itself is
 * safe for one reader and one writer.
 */
final class TlsMachine {
    /** What a step needs before it can continue. */
    enum Need {
        /** Nothing: the step is complete. */
        NOTHING,
        /** More ciphertext in {@link #inEncrypted()}. */
        INPUT,
        /** Sending the ciphertext in {@link #outEncrypted()}. */
        OUTPUT,
        /** A call of {@link #runTasks()}. */
        TASKS,
        /**
         * Sending the engine's {@linkplain #wantsToSend messages}. While a writer is active, the step may be repeated
         * without it.
         */
        RESPONSE,
        /** Nothing more: the peer's close_notify has arrived or, when writing, the output is closed. */
        END
    }

    private static final int MAX_IN_ENCRYPTED = TlsBufferPool.LARGE;

    /** The maximum number of records sent with one write: a large buffer holds more than 64 KiB of plaintext. */
    private static final int MAX_OUT_RECORDS = 7;

    /** The maximum number of unsent responses; BoringSSL accepts as many messages without data between them. */
    private static final int MAX_PENDING_RESPONSES = 32;

    private static final int MAX_PLAINTEXT = 16 * 1024;

    private static final ByteBuffer NO_DATA = ByteBuffer.allocate(0);

    private final TlsEngine engine;
    private final ByteQueue inEncrypted;
    private final ByteQueue outEncrypted = new ByteQueue(0);

    /** At most one record, which did not fit the reader's buffer. */
    private final ByteQueue inPlain = new ByteQueue(0);

    /** The number of records without data whose responses have not been sent. */
    private int pendingResponses;

    /** Makes a machine for an engine whose handshake has {@linkplain TlsEngine#beginHandshake begun}. */
    TlsMachine(SSLEngine engine) {
        this.engine = new TlsEngine(engine);
        inEncrypted = new ByteQueue(this.engine.packetSize());
    }

    SSLEngine engine() {
        return engine.engine();
    }

    ByteQueue inEncrypted() {
        return inEncrypted;
    }

    ByteQueue outEncrypted() {
        return outEncrypted;
    }

    /** Continues the handshake as far as possible; returns {@link Need#NOTHING} once it is complete. */
    Need handshake() throws SSLException {
        for (; ; ) {
            HandshakeStatus status = engine.status();
            if (status == HandshakeStatus.NEED_TASK) {
                return Need.TASKS;
            }
            if (status == HandshakeStatus.NEED_WRAP) {
                if (!hasRoomForMessage()) {
                    return Need.OUTPUT;
                }
                wrap(NO_DATA);
            } else if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
                return outEncrypted.isEmpty() ? Need.NOTHING : Need.OUTPUT;
            } else {
                Need need = unwrap(inPlain);
                if (need != Need.NOTHING) {
                    // collects a whole flight: it is sent when the engine needs a response
                    return need == Need.INPUT && TlsRecord.askForAnswer(outEncrypted.content()) ? Need.OUTPUT : need;
                }
            }
        }
    }

    /** Decrypts at most one record into {@code dst}, which has room; {@link Need#NOTHING} if that yielded bytes. */
    Need decrypt(ByteBuffer dst) throws SSLException {
        for (int start = dst.position(); dst.position() == start; ) {
            if (!inPlain.isEmpty()) {
                inPlain.moveTo(dst);
                return Need.NOTHING;
            }
            if (engine.hasPeerClosed()) {
                return Need.END;
            }
            if (inEncrypted.isEmpty() && !engine.hasMoreToSay()) {
                return Need.INPUT;
            }
            if (pendingResponses > 0 && !wantsToSend()) {
                pendingResponses = 0;
            }
            boolean aside = TlsRecord.isSmallAndExceeds(inEncrypted.content(), dst.remaining());
            Need need = aside ? unwrapAside() : unwrapInto(dst);
            if (need != Need.NOTHING && dst.position() == start) {
                return need;
            }
        }
        return Need.NOTHING;
    }

    /**
     * Decrypts one record ahead of {@link #decrypt}; returns {@link Need#NOTHING} if there is such data. A record that needs
     * more than {@link Need#INPUT} is left to {@code decrypt}.
     */
    Need decryptAhead() throws SSLException {
        while (inPlain.isEmpty()) {
            if (engine.isInboundDone()) {
                return Need.END;
            }
            if (wantsToSend()) {
                return Need.OUTPUT;
            }
            if (inEncrypted.isEmpty()) {
                return Need.INPUT;
            }
            Need need = unwrap(inPlain); // a record may have no data, such as a session ticket
            if (need != Need.NOTHING) {
                return need;
            }
        }
        return Need.NOTHING;
    }

    /** Returns the number of bytes that {@link #decrypt} has ready. */
    int decryptedBytes() {
        return inPlain.content().remaining();
    }

    /** Encrypts as much of {@code src} as fits the queue; the rest needs another call after the queue was sent. */
    Need encrypt(ByteBuffer src) throws SSLException {
        outEncrypted.ensureCapacity(
                Math.min(MAX_OUT_RECORDS, 1 + src.remaining() / MAX_PLAINTEXT) * engine.packetSize());
        Need need = Need.OUTPUT;
        while (src.hasRemaining() && need == Need.OUTPUT && hasRoomForRecord()) {
            need = wrap(src);
        }
        return need;
    }

    /** Returns whether {@link #decrypt} has a whole record with data, and this buffer has room for all of it. */
    boolean hasRecordFor(ByteBuffer dst) {
        return TlsRecord.isCompleteData(inEncrypted.content())
                && TlsRecord.size(inEncrypted.content()) <= dst.remaining();
    }

    /**
     * Returns whether so many responses are unsent that {@link #decrypt} fails at the next one.
     */
    boolean isResponseOverdue() {
        return pendingResponses > MAX_PENDING_RESPONSES;
    }

    /** Returns whether the engine has a message to send: an alert, a key update, a handshake message. */
    boolean wantsToSend() {
        return engine.status() == HandshakeStatus.NEED_WRAP;
    }

    /** Adds the engine's messages to the queue. */
    void encryptOwnMessages() throws SSLException {
        while (wantsToSend() && hasRoomForMessage() && wrap(NO_DATA) == Need.OUTPUT) {
            // the engine may have another message
        }
    }

    /** Returns whether the engine has failed permanently, after which it can only send an alert. */
    boolean hasFailed() {
        return engine.hasFailed();
    }

    /** Closes the output; the queue, which must be empty, then ends with the close_notify. */
    void encryptCloseNotify() throws SSLException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && hasRoomForRecord() && wrap(NO_DATA) == Need.OUTPUT) {
            // the engine's messages precede it
        }
    }

    /** Returns whether the close_notify of this side was added to the queue. */
    boolean isOutputDone() {
        return engine.isOutboundDone();
    }

    /** Returns a copy of the bytes after the peer's close_notify, which do not belong to TLS. */
    ByteBuffer takeUndecrypted() {
        ByteBuffer content = inEncrypted.content();
        ByteBuffer copy = ByteBuffer.allocate(content.remaining()).put(content).flip();
        releaseEmptyBuffers();
        return copy;
    }

    /** Runs the engine's delegated tasks: the expensive part of a handshake, and the calls to trust and key managers. */
    void runTasks() {
        engine.runTasks();
    }

    /** Returns the room for more ciphertext, to be filled by moving the position; {@link #endReceive} must follow, always. */
    ByteBuffer beginReceive() {
        return inEncrypted.beginFill();
    }

    /**
     * Ends a read into the queue, and chooses the size of its next buffer.
     *
     * @param bytes the number of bytes read; 0 if none are available yet; -1 if none will arrive, at least for a long time
     */
    void endReceive(int bytes) {
        inEncrypted.endFill();
        if (inEncrypted.room() == 0) {
            growReceiveBuffer();
        } else if (bytes != 0) {
            shrinkReceiveBuffer(bytes);
        }
    }

    /** Called when a read has filled the queue: more may be waiting, and a larger queue saves reads. */
    void growReceiveBuffer() {
        int more = Math.min(MAX_IN_ENCRYPTED, 2 * inEncrypted.capacity());
        inEncrypted.prefer(more);
        inEncrypted.releaseIfEmpty();
        if (!inEncrypted.isEmpty()) {
            inEncrypted.ensureCapacity(more);
        }
    }

    /** Called when a read has returned few bytes: many idle streams must not hold large buffers. */
    void shrinkReceiveBuffer(int bytes) {
        if (bytes < engine.packetSize()) {
            inEncrypted.prefer(engine.packetSize());
        }
    }

    /** Releases the reader's empty buffers, including one that a record without data made necessary. */
    void releaseEmptyBuffers() {
        inEncrypted.releaseIfEmpty();
        inPlain.releaseIfEmpty();
    }

    /** A record may be too large for {@code dst}, or have no data, such as a session ticket. */
    private Need unwrapInto(ByteBuffer dst) throws SSLException {
        SSLEngineResult result = engine.unwrap(inEncrypted.content(), dst);
        return result.getStatus() == Status.BUFFER_OVERFLOW ? unwrapAside() : afterUnwrap(result);
    }

    /** Decrypts a record that does not fit the caller's buffer, so that the engine processes it only once. */
    private Need unwrapAside() throws SSLException {
        inPlain.ensureCapacity(engine.plaintextSize());
        return unwrap(inPlain);
    }

    private Need unwrap(ByteQueue dst) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(inEncrypted.content(), dst.beginFill());
        } finally {
            dst.endFill();
        }
        if (result.getStatus() != Status.BUFFER_OVERFLOW) {
            return afterUnwrap(result);
        }
        int size = engine.plaintextSize();
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
                if (!engine.hasPeerClosed()) {
                    throw engine.closedWithoutPeer();
                }
                return Need.END;
            }
            default -> {
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    return Need.TASKS;
                }
                if (countResponse(result)) {
                    return Need.RESPONSE;
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

    /**
     * Counts the engine's unsent messages: it stores some 700 bytes for each response to a key update.
     *
     * @return whether they are overdue
     * @throws SSLException if the responses could not be sent when they were due
     */
    private boolean countResponse(SSLEngineResult result) throws SSLException {
        if (result.getHandshakeStatus() != HandshakeStatus.NEED_WRAP
                || result.bytesConsumed() == 0
                || result.bytesProduced() > 0) {
            return false;
        }
        if (pendingResponses > MAX_PENDING_RESPONSES) {
            throw new SSLException("peer asks for more than " + MAX_PENDING_RESPONSES
                    + " TLS responses (key updates, for example) without reading any");
        }
        return ++pendingResponses > MAX_PENDING_RESPONSES;
    }

    /** Ensures room for the rest of the record. */
    private Need moreInput() throws SSLException {
        if (inEncrypted.room() == 0) {
            if (inEncrypted.capacity() >= MAX_IN_ENCRYPTED) {
                throw new SSLException("TLS record is longer than " + inEncrypted.capacity() + " bytes");
            }
            growReceiveBuffer();
        }
        return Need.INPUT;
    }

    private Need wrap(ByteBuffer src) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.wrap(src, outEncrypted.beginFill());
        } finally {
            outEncrypted.endFill();
        }
        switch (result.getStatus()) {
            case BUFFER_OVERFLOW -> {
                if (!outEncrypted.isEmpty()) {
                    return Need.OUTPUT;
                }
                outEncrypted.ensureCapacity(Math.max(outEncrypted.capacity() + 1, engine.packetSize()));
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

    /** Makes room for a record of maximum size if possible: messages are small, but no rule limits their size. */
    private boolean hasRoomForMessage() {
        if (!hasRoomForRecord()) {
            outEncrypted.ensureCapacity(TlsBufferPool.LARGE);
        }
        return hasRoomForRecord();
    }

    private boolean hasRoomForRecord() {
        return outEncrypted.isEmpty() || outEncrypted.room() >= engine.packetSize();
    }
}
