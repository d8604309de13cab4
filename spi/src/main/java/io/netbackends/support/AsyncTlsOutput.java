// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of an {@link AsyncTlsTransport}. A record that was sent in part stays in the machine's queue, and is sent on by
 * the next call of either direction. Guarded by the lock of the transport.
 */
final class AsyncTlsOutput {
    private final AsyncTransport lower;
    private final TlsMachine machine;

    /** Whether a write has begun and is not complete: what it has sent so far may be half a message. */
    private boolean writing;

    private boolean closeNotifyMade;

    /** What ended the output. */
    private @Nullable IOException failure;

    AsyncTlsOutput(AsyncTransport lower, TlsMachine machine) {
        this.lower = lower;
        this.machine = machine;
    }

    /** Returns what ended the output; null if nothing did. */
    @Nullable
    IOException failure() {
        return failure;
    }

    boolean hasUnsent() {
        return !machine.outEncrypted().isEmpty();
    }

    boolean isWriting() {
        return writing;
    }

    /** What a step has come to. */
    enum Progress {
        DONE,
        OUTPUT,
        TASKS
    }

    /** Encrypts and sends what there is room for. */
    Progress write(ByteBuffer src) throws IOException {
        checkOpen();
        writing = true;
        while (flush()) {
            if (!src.hasRemaining()) {
                writing = false;
                return Progress.DONE;
            }
            switch (machine.encrypt(src)) {
                case OUTPUT, NOTHING -> {
                    // to be sent
                }
                case TASKS -> {
                    return Progress.TASKS;
                }
                case INPUT -> throw new SSLException("peer renegotiates, which writing cannot wait for");
                default -> throw new SSLException("peer has closed the TLS connection");
            }
        }
        return Progress.OUTPUT;
    }

    private void checkOpen() throws IOException {
        IOException reason = failure;
        if (reason != null) {
            throw reason;
        }
        if (closeNotifyMade) {
            throw new SSLException("TLS output has ended");
        }
    }

    /** Sends what the queue holds; returns whether that is all on its way. */
    boolean flush() throws IOException {
        ByteQueue queue = machine.outEncrypted();
        if (queue.isEmpty()) {
            return true;
        }
        try {
            if (!lower.tryWrite(queue.content())) {
                return false;
            }
        } catch (Throwable e) {
            failure = e instanceof IOException io ? io : new IOException(e);
            queue.clear();
            throw e;
        }
        queue.clear();
        return true;
    }

    /** Sends the queue as far as possible; a failure is for the next writer to learn: there may be more to read all the same. */
    void flushQuietly() {
        try {
            flush();
        } catch (IOException e) {
            // kept as what ended the output
        }
    }

    /**
     * Sends what the engine has to say of its own, behind what waits already. A peer that takes nothing is no reason not to read
     * from it: it may not read before it has been read from.
     *
     * @return whether the engine has nothing more to say, or cannot say it any more
     */
    boolean sendOwnMessages() throws SSLException {
        while (failure == null && !closeNotifyMade && machine.wantsToSend()) {
            int before = machine.outEncrypted().content().remaining();
            machine.encryptOwnMessages();
            if (machine.outEncrypted().content().remaining() == before) {
                flushQuietly();
                return !machine.wantsToSend();
            }
        }
        flushQuietly();
        return true;
    }

    /** Sends close_notify, once; returns whether it is on its way. */
    boolean shutDown() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (!flush()) {
            return false;
        }
        if (!closeNotifyMade) {
            machine.encryptCloseNotify();
            closeNotifyMade = true;
        }
        return flush();
    }

    /** Makes the records that are sent last, unless a write was cut off or the output has ended; never fails. */
    void endWith(TlsClosePolicy.FinalRecords records) {
        if (failure != null || closeNotifyMade || writing) {
            return;
        }
        try {
            if (flush()) {
                records.encrypt(machine);
                closeNotifyMade = true;
                flush();
            }
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway, and the caller has a better reason for it
        }
    }
}
