// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.support.TlsClosePolicy.FinalRecords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a {@link TlsTransport}: encrypts with a {@link TlsMachine} and sends the records, for one thread at a
 * time, the writer or the reader.
 */
final class TlsOutput {
    private final Transport transport;
    private final TlsMachine machine;
    private final String operation;

    /** Held by the thread that sends records. */
    private final ReentrantLock sending = new ReentrantLock();

    private volatile boolean ended;

    /**
     * The failure that ended the output. After a deadline or an interrupt, it says that the stream is closed, which it will
     * be shortly.
     */
    private volatile @Nullable IOException failure;

    /**
     * Makes the output of a machine.
     *
     * @param operation writing, and to which peer, for messages
     */
    TlsOutput(Transport transport, TlsMachine machine, String operation) {
        this.transport = transport;
        this.machine = machine;
        this.operation = operation;
    }

    /** Returns whether a thread is sending. */
    boolean isBusy() {
        return sending.isLocked();
    }

    /** Returns the failure of the transport that ended the output; null if there is none. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Encrypts and sends all of a buffer. */
    void write(ByteBuffer src) throws IOException {
        acquire(); // may block, while the reader sends
        try {
            while (src.hasRemaining()) {
                switch (machine.encrypt(src)) {
                    case OUTPUT, NOTHING -> send(); // may block
                    case TASKS -> {
                        machine.runTasks(); // may block in a trust manager, which obeys no deadlines
                        Timeout.check(operation);
                    }
                    case INPUT -> throw new SSLException("the peer renegotiates TLS, for which a write cannot wait");
                    default -> throw new SSLException("peer has closed the TLS connection");
                }
            }
        } finally {
            sending.unlock();
        }
    }

    /** Sends close_notify, unless it was sent before. */
    void shutDownOnce() throws IOException {
        if (!machine.isOutputDone()) {
            shutDown(); // may block
        }
    }

    /** Sends close_notify, once. */
    void shutDown() throws IOException {
        acquire(); // may block, while the reader sends
        try {
            machine.encryptCloseNotify();
            send(); // may block
            ended = true;
        } finally {
            sending.unlock();
        }
    }

    /** Ends the output of the transport below, unless a writer is in the middle of a call: closing ends that call. */
    void shutdownTransportIfFree() throws IOException {
        if (sending.tryLock()) {
            try {
                transport.shutdownOutput();
            } finally {
                sending.unlock();
            }
        }
    }

    /** Sends all records that are ready. The current thread holds the lock of the output. */
    void send() throws IOException {
        try {
            put(); // may block
        } catch (Throwable e) {
            end(e);
            throw e;
        }
    }

    /**
     * As {@link #send}, but a {@link NetworkTimeoutException} means that nothing was sent, and nothing is lost. If a
     * deadline passes later, throws a {@link TlsResponseTimeoutException}.
     */
    void sendFlight() throws IOException {
        int bytes = machine.outEncrypted().content().remaining();
        try {
            put(); // may block
        } catch (NetworkTimeoutException e) {
            if (machine.outEncrypted().content().remaining() == bytes) {
                throw e;
            }
            end(e);
            throw new TlsResponseTimeoutException(e);
        } catch (Throwable e) {
            end(e);
            throw e;
        }
    }

    private void put() throws IOException {
        ByteQueue outEncrypted = machine.outEncrypted();
        if (!outEncrypted.isEmpty()) {
            Timeout.check(operation);
            transport.write(outEncrypted.content()); // may block
            outEncrypted.clear();
        }
    }

    /** Ends the output: a record may be incomplete, so nothing can follow it. */
    private void end(Throwable reason) {
        ended = true;
        failure = reason instanceof IOException io ? failureOfOthers(io) : null;
        machine.outEncrypted().clear();
    }

    /** A deadline or an interrupt concerns one call only, but the incomplete record ends the output for all. */
    private IOException failureOfOthers(IOException cause) {
        return cause instanceof InterruptedIOException
                ? new NetworkStreamClosedException(operation + ": a TLS record is incomplete", cause)
                : cause;
    }

    /**
     * Sends the engine's messages, unless another thread is sending, which then does it. A failure is reported to the next
     * writer, since there may be more to read nevertheless.
     */
    void sendOwnMessagesIfFree() throws IOException {
        boolean again = true; // repeats while the other thread may have left messages that this one did not see
        while (again && machine.wantsToSend() && !ended && sending.tryLock()) {
            try {
                again = encryptAndSendOwnMessages(); // may block
            } catch (SSLException | InterruptedIOException e) {
                throw e; // including a timeout
            } catch (IOException e) {
                ended = true;
            } finally {
                sending.unlock();
            }
        }
    }

    /** Sends the messages without which the engine cannot continue to read. */
    void sendOwnMessages() throws IOException {
        acquire(); // may block, while a writer sends
        try {
            encryptAndSendOwnMessages(); // may block
        } finally {
            sending.unlock();
        }
    }

    /** Returns false if the engine waits for something else. */
    private boolean encryptAndSendOwnMessages() throws IOException {
        try {
            while (machine.wantsToSend()) { // a flight may be larger than the queue
                machine.encryptOwnMessages();
                if (machine.outEncrypted().isEmpty()) {
                    return false;
                }
                send(); // may block
            }
            return true;
        } catch (
                NetworkTimeoutException
                        e) { // a read that timed out may be repeated, but not after an incomplete record
            throw new TlsResponseTimeoutException(e);
        }
    }

    /** Sends the final records, unless a writer is busy or has failed; never fails. */
    void sendFinalRecords(FinalRecords records) {
        if (!sending.tryLock()) {
            return;
        }
        if (ended) {
            sending.unlock();
            return;
        }
        try (Timeout limit = Timeout.after(TlsClosePolicy.CLOSE_NOTIFY_LIMIT)) {
            records.encrypt(machine);
            if (!machine.outEncrypted().isEmpty()) {
                Timeout.check(operation);
                transport.writeFinal(machine.outEncrypted().content()); // may block, a little
            }
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway, and the caller gets the original failure
        } finally {
            ended = true;
            machine.outEncrypted().clear();
            sending.unlock();
        }
    }

    private void acquire() throws IOException {
        DeadlineWait.lock(sending, operation); // may block
        if (ended) {
            sending.unlock();
            IOException reason = failure;
            throw reason == null ? new SSLException("TLS output has ended") : reason;
        }
    }
}
