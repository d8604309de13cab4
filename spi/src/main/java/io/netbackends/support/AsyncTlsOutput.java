// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ErrnoText;
import io.netbackends.support.TlsClosePolicy.FinalRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of an {@link AsyncTlsTransport}: has a {@link TlsMachine} make records, and keeps what the transport below has
 * not taken yet for the next call. Each method is called with the transport's lock held.
 */
final class AsyncTlsOutput {
    private final AsyncTransport transport;
    private final TlsMachine machine;

    /** Whether the transport below has not sent all that it was given, perhaps though it has taken all. */
    private boolean unsent;

    /** Whether what is unsent ends with messages of the engine's own, such as responses to key updates. */
    private boolean responding;

    /** Whether a write has begun and is not complete: the peer has a part of what the caller wants to say. */
    private boolean writing;

    /** Whether no more records are made; what is unsent may still be sent. */
    private boolean ended;

    private @Nullable IOException failure;

    AsyncTlsOutput(AsyncTransport transport, TlsMachine machine) {
        this.transport = transport;
        this.machine = machine;
    }

    /** Returns whether a write is under way, which sends what the engine has to say when it is done. */
    boolean isWriting() {
        return writing;
    }

    /** Sends all records that are ready; false if the transport below has not taken or not sent all of them. */
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

    /** Drops what is ready: the peer has gone. */
    void drop() {
        machine.outEncrypted().clear();
        unsent = false;
    }

    /** Encrypts and sends; returns what all of it waits for. */
    TlsWait write(ByteBuffer src) throws IOException {
        checkUsable();
        writing = true;
        while (flush()) {
            if (!src.hasRemaining()) {
                if (!sendOwnMessages()) { // what the reader has left to this writer
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
                case INPUT -> throw new SSLException("peer renegotiates, which writing cannot wait for");
                default -> throw new SSLException("peer has closed the TLS connection");
            }
        }
        return TlsWait.OUTPUT;
    }

    /** Sends what the engine has to say before it can read on; false if that, or what is before it, cannot be sent now. */
    boolean sendOwnMessages() throws IOException {
        while (machine.wantsToSend()) { // a flight may be larger than the queue
            checkUsable();
            if (!flush()) {
                return false;
            }
            machine.encryptOwnMessages();
            if (machine.outEncrypted().isEmpty()) {
                return true; // it waits for something else
            }
            responding = true;
        }
        return !responding || flush();
    }

    /**
     * Sends what the engine has to say if the output goes on; false if some of it is unsent. A failure is for the next writer to
     * learn: there may be more to read all the same.
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

    /** Tells the peer why the connection has failed, as far as that needs no wait; {@link #finish} sends the rest. */
    void tellFailure() {
        if (ended || (writing && !machine.hasFailed())) {
            return;
        }
        try {
            machine.encryptOwnMessages();
            flush();
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway, and the caller has a better reason for it
        } finally {
            ended = true;
        }
    }

    /**
     * Sends what ends the connection, unless a write is incomplete: that must not look like an orderly end. Never fails.
     *
     * @return whether there is nothing more to send
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

    /** Throws what ended the output. */
    private void checkUsable() throws IOException {
        if (ended) {
            throw failure == null ? new SSLException("TLS output has ended") : failure;
        }
    }

    /** Returns the failure that shows that the connection was lost, of which the system tells one call only; null if none does. */
    @Nullable
    IOException loss() {
        try {
            flush(); // a writer that waits may not have been told yet
        } catch (IOException e) {
            // it is the failure
        }
        IOException known = failure;
        return known == null || ErrnoText.BROKEN_PIPE.isIn(known) ? null : known;
    }
}
