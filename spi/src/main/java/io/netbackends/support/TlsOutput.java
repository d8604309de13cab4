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
 * The sending side of a {@link TlsTransport}: has a {@link TlsMachine} make records and puts them on the wire, for one thread at
 * a time, the writer or the reader.
 */
final class TlsOutput {
    private final Transport transport;
    private final TlsMachine machine;
    private final String operation;

    /** Held by the thread that puts records on the wire. */
    private final ReentrantLock sending = new ReentrantLock();

    private volatile boolean ended;

    /** What ended the output; after a deadline or an interrupt, that the stream is closed, as it is about to be. */
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

    /** Returns what ended the output; null if nothing did, or if it was not a failure of the transport. */
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
                        machine.runTasks(); // may block in a trust manager, which knows no deadlines
                        Timeout.check(operation);
                    }
                    case INPUT -> throw new SSLException("peer renegotiates, which writing cannot wait for");
                    default -> throw new SSLException("peer has closed the TLS connection");
                }
            }
        } finally {
            sending.unlock();
        }
    }

    /** Sends close_notify, unless that was done. */
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

    /** Ends the output of the transport below, unless a writer is in the middle of a call: closing will end that call. */
    void shutdownTransportIfFree() throws IOException {
        if (sending.tryLock()) {
            try {
                transport.shutdownOutput();
            } finally {
                sending.unlock();
            }
        }
    }

    /** Puts all records on the wire that are ready. The thread has the output to itself. */
    void send() throws IOException {
        try {
            put(); // may block
        } catch (Throwable e) {
            end(e);
            throw e;
        }
    }

    /**
     * As {@link #send}, but a {@link NetworkTimeoutException} means that nothing was sent, and nothing is lost. If a deadline passes
     * later it is a {@link TlsResponseTimeoutException}.
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

    /** A record may be incomplete: nothing can be sent after it. */
    private void end(Throwable reason) {
        ended = true;
        failure = reason instanceof IOException io ? failureOfOthers(io) : null;
        machine.outEncrypted().clear();
    }

    /** A deadline and an interrupt concern one call only, but the record that they interrupt ends the output for all. */
    private IOException failureOfOthers(IOException cause) {
        return cause instanceof InterruptedIOException
                ? new NetworkStreamClosedException(operation + ": a TLS record was cut off", cause)
                : cause;
    }

    /**
     * Sends what the engine has to send, unless another thread is sending, which then does it. If the peer does not take it, that
     * is for the next writer to learn: there may be more to read all the same.
     */
    void sendOwnMessagesIfFree() throws IOException {
        boolean again = true; // as long as the other thread may have left something here that this one did not see
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

    /** Sends what the engine has to send before it can read on. */
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
                        e) { // a read that timed out may be repeated, but not on what this leaves behind
            throw new TlsResponseTimeoutException(e);
        }
    }

    /** Sends what ends the connection, unless a writer is busy or has failed; never fails. */
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
            // the connection ends anyway, and the caller has a better reason for it
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
