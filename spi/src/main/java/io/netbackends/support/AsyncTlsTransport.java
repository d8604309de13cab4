// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ExtraInfo;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.ErrnoText;
import io.netbackends.support.AsyncTlsOutput.Progress;
import io.netbackends.support.TlsClosePolicy.FinalRecords;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over any asynchronous transport, another {@code AsyncTlsTransport} included: the driver of a {@link TlsMachine} that never
 * waits.
 *
 * <p>Reader and writer share a lock, under which nothing waits either, and never wait for each other's bytes. A record that was
 * sent in part is sent on later, so a read that is given up leaves nothing broken.
 */
final class AsyncTlsTransport implements AsyncTransport {
    /** More would not fit a record: what is left of a reader's buffer is too small to decrypt another one straight into it. */
    private static final int MAX_PLAINTEXT = 16 * 1024;

    private final AsyncTransport lower;
    private final TlsMachine machine;
    private final AsyncTlsOutput output;
    private final TlsTasks tasks;
    private final TlsTruncation truncation;

    /** What a call waits for that could not go on. */
    private enum Wait {
        INPUT,
        OUTPUT,
        TASKS
    }

    private Wait readerWaits = Wait.INPUT;
    private Wait writerWaits = Wait.OUTPUT;

    /** The callbacks for output, which belong to the loop's thread. */
    private @Nullable Runnable readerOnOutput;

    private @Nullable Runnable writerOnOutput;
    private volatile boolean inputShutDown;

    /** Why the handshake could not be sent on; the peer may have said why before it hung up. */
    private @Nullable IOException flightFailure;

    AsyncTlsTransport(AsyncTransport lower, TlsMachine machine, TlsTruncation truncation, String description) {
        this.lower = lower;
        this.machine = machine;
        this.truncation = truncation;
        output = new AsyncTlsOutput(lower, machine);
        tasks = new TlsTasks(lower.loop(), machine);
    }

    @Override
    public EventLoop loop() {
        return lower.loop();
    }

    /** Takes the handshake as far as it goes; returns whether it is complete. If it fails, {@link #refuse} tells the peer. */
    synchronized boolean tryHandshake() throws IOException {
        tasks.check();
        while (true) {
            switch (machine.handshake()) {
                case OUTPUT -> {
                    if (!sendFlight()) {
                        readerWaits = Wait.OUTPUT;
                        return false;
                    }
                }
                case INPUT -> {
                    int n = receiveHandshake();
                    if (n == 0) {
                        readerWaits = Wait.INPUT;
                        return false;
                    }
                }
                case TASKS -> {
                    readerWaits = Wait.TASKS;
                    return false;
                }
                case RESPONSE, END -> throw new SSLHandshakeException("peer ended the TLS handshake");
                case NOTHING -> {
                    if (flightFailure != null) {
                        throw flightFailure;
                    }
                    machine.releaseEmptyBuffers();
                    return true;
                }
            }
        }
    }

    /** A peer that refuses says why and hangs up, perhaps while this is being sent: its reason tells more than a broken pipe. */
    private boolean sendFlight() throws IOException {
        if (flightFailure != null) {
            machine.outEncrypted().clear();
            return true;
        }
        try {
            return output.flush();
        } catch (IOException e) {
            flightFailure = e;
            return true;
        }
    }

    private int receiveHandshake() throws IOException {
        int n;
        try {
            n = receive();
        } catch (IOException e) {
            throw flightFailure == null ? e : flightFailure;
        }
        if (n <= 0 && flightFailure != null) {
            throw flightFailure; // the peer went without a word
        }
        if (n < 0) {
            throw new SSLHandshakeException("peer closed the connection during the TLS handshake");
        }
        return n;
    }

    /** Asks for a callback when {@link #tryHandshake} may do more; on the loop's thread. */
    void awaitHandshake(Runnable ready) {
        awaitInput(ready);
    }

    /** Tells the peer of a failed handshake, and takes in what it has sent; frees nothing. On the loop's thread. */
    void refuse(long nanos, Runnable then) {
        end(FinalRecords.ALERT, TlsClosePolicy.AFTER_FAILURE, nanos, then);
    }

    @Override
    public void finish(long nanos, Runnable then) {
        end(FinalRecords.CLOSE_NOTIFY, TlsClosePolicy.AFTER_CLOSE, nanos, then);
    }

    private void end(FinalRecords records, TlsClosePolicy.Drain drain, long nanos, Runnable then) {
        synchronized (this) {
            output.endWith(records);
        }
        new AsyncTlsFarewell(lower, output, drain, () -> lower.finish(nanos, then)).begin(nanos);
    }

    @Override
    public synchronized int tryRead(ByteBuffer dst) throws IOException {
        int start = dst.position();
        tasks.check();
        try {
            while (decryptOnce(dst)) {
                if (dst.remaining() < MAX_PLAINTEXT || machine.inEncrypted().isEmpty()) {
                    return dst.position() - start;
                }
            }
            int n = dst.position() - start;
            return n == 0 && atEnd ? -1 : n;
        } catch (SSLException e) {
            if (dst.position() > start) {
                return dst.position() - start; // the engine fails again, for the next call
            }
            output.endWith(FinalRecords.ALERT);
            throw e;
        } finally {
            machine.releaseEmptyBuffers();
        }
    }

    /** Whether the peer has ended the stream. */
    private boolean atEnd;

    /** Decrypts a record into a buffer; false if that needs something first, or at the end of the stream. */
    private boolean decryptOnce(ByteBuffer dst) throws IOException {
        while (true) {
            switch (machine.decrypt(dst)) {
                case NOTHING -> {
                    return true;
                }
                case INPUT -> {
                    output.sendOwnMessages();
                    int n = receive();
                    if (n < 0) {
                        judgeEnd();
                        atEnd = true;
                        return false;
                    }
                    if (n == 0) {
                        readerWaits = Wait.INPUT;
                        return false;
                    }
                }
                case OUTPUT, RESPONSE -> {
                    if (!output.sendOwnMessages()) {
                        readerWaits = Wait.OUTPUT;
                        return false;
                    }
                }
                case TASKS -> {
                    readerWaits = Wait.TASKS;
                    return false;
                }
                case END -> {
                    atEnd = true;
                    return false;
                }
            }
        }
    }

    /** Fails if the end of the transport below is not the end of the stream. */
    private void judgeEnd() throws IOException {
        if (inputShutDown) {
            return; // the end is of this side's making
        }
        IOException truncated = TlsClosePolicy.judgeEnd(machine, truncation);
        if (truncated != null) {
            throw truncated;
        }
        output.flushQuietly(); // what the writer waits for may be an error that the system reports once
        IOException loss = output.failure();
        if (loss != null && !ErrnoText.BROKEN_PIPE.isIn(loss)) {
            throw loss;
        }
    }

    /** Takes in more ciphertext: 0 if there is none now, -1 at the end. */
    private int receive() throws IOException {
        ByteQueue inEncrypted = machine.inEncrypted();
        int n = 0;
        try {
            n = lower.tryRead(inEncrypted.beginFill());
            return n;
        } finally {
            inEncrypted.endFill();
            if (inEncrypted.room() == 0) {
                machine.growReceiveBuffer();
            } else if (n > 0) {
                machine.shrinkReceiveBuffer(n);
            }
        }
    }

    /** Decrypts what has come already; stops where the engine wants to say something or run a task. */
    @Override
    public synchronized int available() throws IOException {
        try {
            TlsMachine.Need need = machine.decryptAhead();
            while (need == TlsMachine.Need.INPUT && lower.available() > 0 && receive() > 0) {
                need = machine.decryptAhead();
            }
            return machine.decryptedBytes();
        } finally {
            machine.releaseEmptyBuffers();
        }
    }

    @Override
    public synchronized boolean tryWrite(ByteBuffer src) throws IOException {
        tasks.check();
        try {
            Progress progress = output.write(src);
            writerWaits = progress == Progress.TASKS ? Wait.TASKS : Wait.OUTPUT;
            return progress == Progress.DONE;
        } catch (SSLException e) {
            if (machine.hasFailed()) {
                output.sendOwnMessages();
            }
            throw e;
        }
    }

    @Override
    public synchronized boolean tryShutdownOutput() throws IOException {
        TlsClosePolicy.checkHalfClose(machine.engine());
        writerWaits = Wait.OUTPUT;
        return output.shutDown();
    }

    @Override
    public void awaitInput(Runnable ready) {
        switch (waitOf(true)) {
            case INPUT -> {
                lower.awaitInput(ready);
                sendOnLater();
            }
            case OUTPUT -> {
                readerOnOutput = ready;
                lower.awaitOutput(this::outputReady);
            }
            case TASKS -> tasks.await(ready);
        }
    }

    @Override
    public void awaitOutput(Runnable ready) {
        if (waitOf(false) == Wait.TASKS) {
            tasks.await(ready);
        } else {
            writerOnOutput = ready;
            lower.awaitOutput(this::outputReady);
        }
    }

    private synchronized Wait waitOf(boolean reader) {
        return reader ? readerWaits : writerWaits;
    }

    /** What the reader has left unsent, an answer to a key update for example, is sent without another call. */
    private void sendOnLater() {
        if (writerOnOutput == null && readerOnOutput == null && hasUnsent()) {
            lower.awaitOutput(this::outputReady);
        }
    }

    private synchronized boolean hasUnsent() {
        return output.hasUnsent();
    }

    private void outputReady() {
        Runnable reader = readerOnOutput;
        Runnable writer = writerOnOutput;
        readerOnOutput = null;
        writerOnOutput = null;
        if (reader == null && writer == null) {
            synchronized (this) {
                output.flushQuietly();
            }
            sendOnLater();
        }
        if (reader != null) {
            reader.run();
        }
        if (writer != null) {
            writer.run();
        }
    }

    /** TLS has no message for this: the peer is not told. */
    @Override
    public void shutdownInput() throws IOException {
        inputShutDown = true;
        try {
            lower.shutdownInput();
        } catch (Throwable e) {
            inputShutDown = false;
            throw e;
        }
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        lower.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return lower.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return lower.supportedOptions();
    }

    @Override
    public IOException named(String operation, IOException failure) {
        return failure instanceof SSLException
                ? NetworkFailures.during(operation, failure)
                : lower.named(operation, failure);
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        SSLEngine engine = machine.engine();
        if (key.equals(ExtraInfo.SSL_OBJECT.name())) {
            return engine;
        }
        return key.equals(ExtraInfo.SSL_SESSION.name()) ? engine.getSession() : lower.getExtraInfo(key);
    }

    /** After {@link #finish}. */
    @Override
    public void close() throws IOException {
        lower.close();
    }

    /** Without close_notify, which would make an orderly end of this. */
    @Override
    public void abort() throws IOException {
        lower.abort();
    }
}
