// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import io.netbackends.support.TlsClosePolicy.FinalRecords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * TLS over any transport, another {@code TlsTransport} included: the blocking loop around {@link TlsMachine}.
 *
 * <p>Reader and writer are independent. If the engine has to send a message while data is read, for example the response to
 * a key update, the reader sends it if no writer is active, otherwise the writer does. So the reader never waits for a
 * writer that is blocked by the peer. A failed write may leave an incomplete record, after which nothing more can be sent.
 */
final class TlsTransport extends TlsLayer implements Transport {
    private static final int DISCARDED_AT_ONCE = 1024;

    private final Transport transport;
    private final TlsOutput output;
    private final String description;
    private final String readOperation;

    /** Held by the thread that reads ciphertext; no thread waits for it. */
    private final ReentrantLock receiving = new ReentrantLock();

    TlsTransport(Transport transport, TlsMachine machine, TlsTruncation truncation, String description) {
        super(transport, machine, truncation);
        this.transport = transport;
        this.output = new TlsOutput(transport, machine, "write to " + description);
        this.description = description;
        readOperation = "read from " + description;
    }

    @Override
    public void handshake() throws IOException {
        try {
            for (; ; ) {
                switch (machine.handshake()) {
                    case OUTPUT -> sendFlight(); // may block
                    case INPUT -> {
                        if (!receive()) { // may block
                            throw new SSLHandshakeException("peer closed the connection during the TLS handshake");
                        }
                    }
                    case TASKS -> runTasks(); // may block in a trust manager
                    case RESPONSE, END -> throw new SSLHandshakeException("peer ended the TLS handshake");
                    case NOTHING -> {
                        machine.releaseEmptyBuffers();
                        return;
                    }
                }
            }
        } catch (SSLException e) {
            output.sendFinalRecords(FinalRecords.ALERT); // may block, a little
            drain(TlsClosePolicy.AFTER_FAILURE); // may block, a little
            throw e;
        }
    }

    /**
     * A peer that rejects the handshake sends an alert and closes the connection, perhaps while this side is sending. The
     * alert explains more than a broken pipe.
     */
    private void sendFlight() throws IOException {
        try {
            output.sendFlight(); // may block
        } catch (InterruptedIOException e) {
            throw e; // including a timeout
        } catch (IOException e) {
            try {
                receiveRefusal(); // may block, a little
            } catch (SSLException refusal) {
                refusal.addSuppressed(e);
                throw refusal;
            }
            throw e;
        }
    }

    /** Throws the failure that the peer's alert reports, if there is one. Messages to the peer can no longer be delivered. */
    private void receiveRefusal() throws SSLException {
        try (Timeout limit = Timeout.after(TlsClosePolicy.AFTER_FAILURE.most())) {
            for (; ; ) {
                switch (machine.handshake()) {
                    case OUTPUT -> machine.outEncrypted().clear();
                    case INPUT -> {
                        if (!receive()) { // may block, a little
                            return;
                        }
                    }
                    case TASKS -> runTasks(); // may block in a trust manager
                    case RESPONSE, END, NOTHING -> {
                        return;
                    }
                }
            }
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            // the peer closed without an alert
        }
    }

    /** Discards the peer's data before the transport is closed; never fails. */
    private void drain(TlsClosePolicy.Drain drain) {
        if (!receiving.tryLock()) {
            return; // a reader reads it
        }
        try (Timeout limit = Timeout.after(drain.most())) {
            output.shutdownTransportIfFree();
            new InputDrain(transport, readOperation, limit).drain(drain.idle()); // may block, a little
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway
        } finally {
            receiving.unlock();
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (!receiving.tryLock()) {
            throw new SocketException("Socket closed"); // close() is draining the input
        }
        int start = dst.position();
        try {
            checkNextFailure();
            for (; ; ) {
                switch (decryptAll(dst)) {
                    case NOTHING -> {
                        return dst.position() - start;
                    }
                    case INPUT -> {
                        output.sendOwnMessagesIfFree(); // may block
                        if (!receive()) { // may block
                            return endWithoutCloseNotify();
                        }
                    }
                    case OUTPUT -> output.sendOwnMessages(); // may block
                    case RESPONSE -> output.sendOwnMessagesIfFree(); // may block
                    case TASKS -> runTasks(); // may block in a trust manager
                    case END -> {
                        return -1;
                    }
                }
            }
        } catch (SSLException e) {
            output.sendFinalRecords(FinalRecords.ALERT); // may block, a little
            throw e;
        } finally {
            machine.releaseEmptyBuffers();
            receiving.unlock();
        }
    }

    /** Decrypts the ciphertext received so far, without waiting; stops if the engine has to send a message or run a task. */
    @Override
    public int available() throws IOException {
        if (!receiving.tryLock()) {
            return 0; // close() drains the rest
        }
        try {
            TlsMachine.Need need = machine.decryptAhead();
            while (need == TlsMachine.Need.INPUT && transport.available() > 0 && receive()) {
                need = machine.decryptAhead();
            }
            return machine.decryptedBytes();
        } finally {
            machine.releaseEmptyBuffers();
            receiving.unlock();
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        try {
            output.write(src); // may block
            output.sendOwnMessagesIfFree(); // the messages that the reader has left to this writer; may block
        } catch (SSLException e) {
            if (machine.hasFailed()) {
                output.sendFinalRecords(FinalRecords.ALERT); // may block, a little
            }
            throw e;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        TlsClosePolicy.checkHalfClose(machine.engine());
        output.shutDown(); // may block
    }

    @Override
    public void checkEndTls() {
        TlsClosePolicy.checkHalfClose(machine.engine());
    }

    @Override
    public Transport endTls() throws IOException {
        output.shutDownOnce(); // may block
        ByteBuffer discarded = ByteBuffer.allocate(DISCARDED_AT_ONCE);
        while (read(discarded) >= 0) { // may block
            discarded.clear();
        }
        ByteBuffer rest = machine.takeUndecrypted();
        return rest.hasRemaining() ? new PrecededTransport(rest, transport) : transport;
    }

    /** Without close_notify, which would signal an orderly end. */
    @Override
    public void abort() throws IOException {
        transport.abort();
    }

    @Override
    public void close() throws IOException {
        try (transport) {
            output.sendFinalRecords(FinalRecords.CLOSE_NOTIFY); // may block, a little
            drain(TlsClosePolicy.AFTER_CLOSE); // may block, a little
        }
    }

    private int endWithoutCloseNotify() throws IOException {
        if (isInputShutDown()) {
            return -1; // this side has closed
        }
        checkTruncation();
        IOException loss = ResetDetector.writerFailure(output::isBusy, output::failure);
        if (loss != null) {
            throw loss;
        }
        return -1;
    }

    /** Reads more ciphertext; returns false at the end of the stream. A timeout loses no byte received so far. */
    private boolean receive() throws IOException {
        Timeout.checkProgress(readOperation); // records without data restart idle timeouts, but no deadline
        int n = -1;
        try {
            n = transport.read(machine.beginReceive()); // may block
            return n >= 0;
        } finally {
            machine.endReceive(n);
        }
    }

    private void runTasks() throws IOException {
        machine.runTasks(); // may block in a trust manager, which obeys no deadlines
        Timeout.checkProgress("TLS handshake with " + description);
    }
}
