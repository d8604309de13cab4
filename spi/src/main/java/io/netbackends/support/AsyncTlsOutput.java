// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ErrnoText;
import io.netbackends.support.TlsClosePolicy.FinalRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of an {@link AsyncTlsTransport}: encrypts with a {@link TlsMachine}, and stores bytes that the transport
 * below has not accepted yet for the next call. Each method is called with the transport's lock held.
 */
final class AsyncTlsOutput {
    private final AsyncTransport transport;
    private final TlsMachine machine;

    /** Whether the transport below has unsent bytes, even if it has accepted all of them. */
    private boolean unsent;

    /** Whether the unsent bytes end with messages of the engine, such as responses to key updates. */
    private boolean responding;

    /** Whether a write is incomplete: the peer may have received a part of the caller's data. */
    private boolean writing;

    /** Whether no more records are made; unsent bytes may still be sent. */
    private boolean ended;

    private @Nullable IOException failure;

    AsyncTlsOutput(AsyncTransport transport, TlsMachine machine) {
        this.transport = transport;
        this.machine = machine;
    }

    /** Returns whether a write is under way, which sends the engine's messages at its end. */
    boolean isWriting() {
        return writing;
    }

    /** Sends all records that are ready; returns false if the transport below has not accepted or not sent all of them. */
    boolean flush() throws IOException {
        ByteQueue outEncrypted = machine.outEncrypted();
        if (outEncrypted.isEmpty() && !unsent) {
            return true;
        }
        boolean complete = true;
        try {
            complete = transport.tryWrite(outEncrypted.content());
        } catch (Throwable e) {
            ended = true; // a record may be incomplete
            failure = e instanceof IOException io ? io : null;
            outEncrypted.clear();
            throw e;
        } finally {
            unsent = !complete;
            outEncrypted.releaseIfEmpty();
        }
        responding &= unsent;
        return complete;
    }

    /** Drops the records that are ready, since the peer has closed. */
    void drop() {
        machine.outEncrypted().clear();
        unsent = false;
    }

    /** Encrypts and sends; returns what the rest waits for. */
    TlsWait write(ByteBuffer src) throws IOException {
        checkUsable();
        writing = true;
        while (flush()) {
            if (!src.hasRemaining()) {
                if (!sendOwnMessages()) { // the messages that the reader has left to this writer
                    return TlsWait.OUTPUT;
                }
                writing = false;
                return TlsWait.NOTHING;
            }
            switch (machine.encrypt(src)) {
                case OUTPUT, NOTHING -> {}
                case TASKS -> {
                    return TlsWait.TASKS;
                }
                case INPUT -> throw new SSLException("the peer renegotiates TLS, for which a write cannot wait");
                default -> throw new SSLException("peer has closed the TLS connection");
            }
        }
        return TlsWait.OUTPUT;
    }

    /**
     * Sends the messages without which the engine cannot continue to read; returns false if they, or earlier bytes, cannot
     * be sent now.
     */
    boolean sendOwnMessages() throws IOException {
        while (machine.wantsToSend()) { // a flight may be larger than the queue
            checkUsable();
            if (!flush()) {
                return false;
            }
            machine.encryptOwnMessages();
            if (machine.outEncrypted().isEmpty()) {
                return true; // the engine waits for something else
            }
            responding = true;
        }
        return !responding || flush();
    }

    /**
     * Sends the engine's messages if the output is open; returns false if some bytes are unsent. A failure is reported to
     * the next writer, since there may be more to read nevertheless.
     */
    boolean sendResponses() throws IOException {
        try {
            return ended || sendOwnMessages();
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            return true;
        }
    }

    /** Sends close_notify, once. */
    boolean shutDown() throws IOException {
        if (!ended) {
            if (!flush()) {
                return false;
            }
            machine.encryptCloseNotify();
            ended = true;
        }
        return flush();
    }

    /** Sends the alert about the failure, as far as possible without waiting; {@link #finish} sends the rest. */
    void tellFailure() {
        if (ended || (writing && !machine.hasFailed())) {
            return;
        }
        try {
            machine.encryptOwnMessages();
            flush();
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway, and the caller gets the original failure
        } finally {
            ended = true;
        }
    }

    /**
     * Sends the final records, unless a write is incomplete, which must not look like an orderly end. Never fails.
     *
     * @return whether all is sent
     */
    boolean finish(FinalRecords records) {
        try {
            if (!ended && !writing) {
                if (!flush()) {
                    return false;
                }
                records.encrypt(machine);
                ended = true;
            }
            return (writing && !ended) || flush();
        } catch (IOException | RuntimeException e) {
            return true; // the connection ends anyway
        }
    }

    /** Throws the failure that ended the output. */
    private void checkUsable() throws IOException {
        if (ended) {
            throw failure == null ? new SSLException("TLS output has ended") : failure;
        }
    }

    /**
     * Returns the failure that shows that the connection was lost, which the system reports to a single call; null if there
     * is none.
     */
    @Nullable
    IOException loss() {
        try {
            flush(); // a waiting writer may not know of it yet
        } catch (IOException e) {
            // this is the failure
        }
        IOException known = failure;
        return known == null || ErrnoText.BROKEN_PIPE.isIn(known) ? null : known;
    }
}
