// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.TlsTruncation;
import io.netbackends.support.TlsClosePolicy.Drain;
import io.netbackends.support.TlsClosePolicy.FinalRecords;
import io.netbackends.support.TlsMachine.Need;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;

/**
 * TLS over any asynchronous transport, another {@code AsyncTlsTransport} included: a {@link TlsMachine} and a lock; no code
 * waits while holding the lock.
 *
 * <p>A record that was sent in part stays in the machine's queue, and the next call sends the rest: a read that is cancelled
 * while it responds to a key update breaks nothing. The reader never waits for a writer's records, since the peer may not
 * read before its own data has been read.
 */
final class AsyncTlsTransport extends TlsLayer implements AsyncTransport {
    private final AsyncTransport transport;
    private final String description;
    private final AsyncTlsOutput output;
    private final AsyncTlsHandshake handshake;
    private final TlsTasks tasks;
    private final AsyncTlsWaiters waiters;

    /** Held while the machine is used. */
    private final ReentrantLock lock = new ReentrantLock();

    private TlsWait readWait = TlsWait.NOTHING;
    private TlsWait writeWait = TlsWait.NOTHING;

    /** Whether the end of the connection, which drains the input, has begun. */
    private boolean finishing;

    AsyncTlsTransport(AsyncTransport lower, TlsMachine machine, TlsTruncation truncation, String description) {
        super(lower, machine, truncation);
        this.transport = lower;
        this.description = description;
        output = new AsyncTlsOutput(lower, machine);
        handshake = new AsyncTlsHandshake(this, machine, output);
        tasks = new TlsTasks(machine, this::tasksDone);
        waiters = new AsyncTlsWaiters(lower, tasks);
    }

    @Override
    public EventLoop loop() {
        return transport.loop();
    }

    /** Continues the handshake as far as possible now; returns whether it is complete. */
    boolean tryHandshake() throws IOException {
        lock.lock();
        try {
            readWait = TlsWait.TASKS;
            while (readWait == TlsWait.TASKS && isMachineFree()) {
                readWait = handshake.proceed();
                if (readWait == TlsWait.TASKS) {
                    tasks.start();
                }
            }
            return readWait == TlsWait.NOTHING;
        } finally {
            machine.releaseEmptyBuffers();
            lock.unlock();
        }
    }

    /** Requests one callback, on the loop's thread, when {@link #tryHandshake} may make progress. */
    void awaitHandshake(Runnable ready) {
        handshake.limitRefusal(loop(), waiters::inputReady);
        awaitInput(ready);
    }

    /**
     * Sends the alert of a failed handshake, and drains the input. Releases nothing.
     *
     * @param nanos the maximum time this may take
     * @param then called once, on the loop's thread
     */
    void refuse(long nanos, Runnable then) {
        end(nanos, FinalRecords.ALERT, TlsClosePolicy.AFTER_FAILURE, then);
    }

    @Override
    public void finish(long nanos, Runnable then) {
        end(nanos, FinalRecords.CLOSE_NOTIFY, TlsClosePolicy.AFTER_CLOSE, then);
    }

    private void end(long nanos, FinalRecords records, Drain drain, Runnable then) {
        lock.lock();
        try {
            finishing = true;
        } finally {
            lock.unlock();
        }
        new AsyncTlsFarewell(this, transport, records, drain, then).begin(nanos);
    }

    /** Sends the final records; returns whether all is sent. */
    boolean trySendFinal(FinalRecords records) {
        lock.lock();
        try {
            return tasks.areRunning() || output.finish(records);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int tryRead(ByteBuffer dst) throws IOException {
        lock.lock();
        try {
            return read(dst);
        } catch (SSLException e) {
            output.tellFailure();
            throw e;
        } finally {
            machine.releaseEmptyBuffers();
            lock.unlock();
        }
    }

    private int read(ByteBuffer dst) throws IOException {
        checkNotFinishing();
        if (isInputShutDown()) {
            return -1;
        }
        checkNextFailure();
        for (int start = dst.position(); ; ) {
            readWait = beforeDecrypting();
            if (readWait != TlsWait.NOTHING) {
                return 0;
            }
            switch (decryptAll(dst)) {
                case NOTHING -> {
                    return dst.position() - start;
                }
                case INPUT -> {
                    boolean responded = output.sendResponses();
                    int n = receive();
                    if (n < 0) {
                        return endWithoutCloseNotify();
                    }
                    if (n == 0) {
                        readWait = responded ? TlsWait.INPUT : TlsWait.INPUT_AND_OUTPUT;
                        return 0;
                    }
                }
                case OUTPUT -> {
                    if (!output.sendOwnMessages()) {
                        readWait = TlsWait.OUTPUT;
                        return 0;
                    }
                }
                case RESPONSE -> {} // examined before the next record
                case TASKS -> tasks.start();
                case END -> {
                    return -1;
                }
            }
        }
    }

    /** Returns what must happen before the next record can be decrypted. */
    private TlsWait beforeDecrypting() throws IOException {
        if (!isMachineFree()) {
            return TlsWait.TASKS;
        }
        boolean held = machine.isResponseOverdue() && !output.sendResponses() && !output.isWriting();
        return held ? TlsWait.OUTPUT : TlsWait.NOTHING;
    }

    /** Returns whether the machine may be used; throws the failure of one of its tasks. */
    private boolean isMachineFree() {
        boolean free = !tasks.areRunning();
        if (free) {
            tasks.checkFailure();
        }
        return free;
    }

    private int endWithoutCloseNotify() throws IOException {
        if (isInputShutDown()) {
            return -1; // this side has closed
        }
        checkTruncation();
        IOException loss = output.loss();
        if (loss != null) {
            throw loss;
        }
        return -1;
    }

    /** Reads more ciphertext; returns 0 if there is none, -1 at the end. */
    int receive() throws IOException {
        int n = 0;
        try {
            n = transport.tryRead(machine.beginReceive());
            return n;
        } finally {
            machine.endReceive(n);
        }
    }

    /** Reads and discards input; returns as {@link AsyncTransport#tryRead}. */
    int discard(ByteBuffer discarded) throws IOException {
        lock.lock();
        try {
            return transport.tryRead(discarded);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the output of the transport below, unless a write is incomplete: closing ends that write. */
    void shutDownTransportIfFree() {
        lock.lock();
        try {
            if (!output.isWriting()) {
                transport.tryShutdownOutput();
            }
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway
        } finally {
            lock.unlock();
        }
    }

    /** Decrypts the ciphertext received so far; stops if the engine has to send a message or run a task. */
    @Override
    public int available() throws IOException {
        lock.lock();
        try {
            if (tasks.areRunning() || finishing) {
                return machine.decryptedBytes();
            }
            Need need = machine.decryptAhead();
            while (need == Need.INPUT && transport.available() > 0 && receive() > 0) {
                need = machine.decryptAhead();
            }
            return machine.decryptedBytes();
        } finally {
            machine.releaseEmptyBuffers();
            lock.unlock();
        }
    }

    @Override
    public boolean tryWrite(ByteBuffer src) throws IOException {
        lock.lock();
        try {
            writeWait = write(src);
            return writeWait == TlsWait.NOTHING;
        } catch (SSLException e) {
            if (machine.hasFailed()) {
                output.tellFailure();
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private TlsWait write(ByteBuffer src) throws IOException {
        checkNotFinishing();
        while (isMachineFree()) {
            TlsWait wait = output.write(src);
            if (wait != TlsWait.TASKS) {
                return wait;
            }
            tasks.start();
        }
        return TlsWait.TASKS;
    }

    @Override
    public boolean tryShutdownOutput() throws IOException {
        TlsClosePolicy.checkHalfClose(machine.engine());
        lock.lock();
        try {
            checkNotFinishing();
            writeWait = isMachineFree() ? TlsWait.OUTPUT : TlsWait.TASKS;
            return writeWait == TlsWait.OUTPUT && output.shutDown();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the exception of a pending call when the connection is closed on this side. */
    private void checkNotFinishing() throws SocketException {
        if (finishing) {
            throw new SocketException("Socket closed");
        }
    }

    @Override
    public void awaitInput(Runnable ready) {
        waiters.awaitInput(isInputShutDown() ? TlsWait.NOTHING : waitOf(true), ready);
    }

    @Override
    public void awaitOutput(Runnable ready) {
        waiters.awaitOutput(waitOf(false), ready);
    }

    private TlsWait waitOf(boolean reader) {
        lock.lock();
        try {
            return reader ? readWait : writeWait;
        } finally {
            lock.unlock();
        }
    }

    private void tasksDone() {
        loop().execute(waiters::tasksDone);
    }

    @Override
    public void shutdownInput() throws IOException {
        super.shutdownInput();
        loop().execute(waiters::inputReady); // the reader may wait for something else than input
    }

    /** Without close_notify, which {@link #finish} sends. */
    @Override
    public void close() throws IOException {
        transport.close();
    }

    /** Without close_notify, which would signal an orderly end. */
    @Override
    public void abort() throws IOException {
        transport.abort();
    }

    /** Returns, for instance, {@code <AsyncTlsTransport ["127.0.0.1:443"]>}. */
    @Override
    public String toString() {
        return "<AsyncTlsTransport [\"" + description + "\"]>";
    }
}
