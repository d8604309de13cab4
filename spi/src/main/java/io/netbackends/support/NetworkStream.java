// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A stream over any {@link Transport}, with the checks of the contract, TLS in place, and errors of one form.
 *
 * <p>Each call: arguments, open, one caller at a time, interrupt flag, deadline, then the transport. What goes wrong there
 * decides what is left: a read that timed out leaves everything; a write that timed out, an interrupt and a failed {@code
 * startTls} close the stream; any other failure is repeated by each later call in the same direction.
 */
public final class NetworkStream implements NetworkStreamInterface {
    private static final String START_TLS = "start TLS with ";

    /** Changes {@link #state}, in place of an object for each stream: there may be many idle ones. */
    private static final AtomicIntegerFieldUpdater<NetworkStream> STATE =
            AtomicIntegerFieldUpdater.newUpdater(NetworkStream.class, "state");

    /** A bit of {@link #state} beside those of the directions. */
    private static final int CLOSED = 4;

    private final String description;
    private final TlsTruncation truncation;

    /** Whether the stream is closed, and in which directions there is a call. */
    private volatile int state;

    /** What closed the stream, if that was not {@link #close}. */
    private volatile @Nullable IOException closedBy;

    /** What broke one direction, and the other, for good. */
    private volatile @Nullable IOException inputBroken;

    private volatile @Nullable IOException outputBroken;

    private volatile Transport transport;
    private volatile boolean tls;
    private boolean endOfStream;
    private boolean outputShutDown;

    /** The two ways that bytes go; in each there is one call at a time. */
    private enum Direction {
        INPUT(1, "read from "),
        OUTPUT(2, "write to ");

        /** The bit of {@link #state} that is set during a call. */
        final int busy;

        /** What a call does, with the peer's name behind it: not as one text, of which idle streams would hold two each. */
        final String verb;

        Direction(int busy, String verb) {
            this.busy = busy;
            this.verb = verb;
        }
    }

    /**
     * Makes a stream of a connected transport.
     *
     * @param transport owned by the stream from now on
     * @param description the peer, as messages shall name it: host and port, or a path
     */
    public NetworkStream(Transport transport, String description) {
        this(transport, description, TlsTruncation.ERROR);
    }

    /**
     * Makes a stream of a connected transport.
     *
     * @param transport owned by the stream from now on
     * @param description the peer, as messages shall name it: host and port, or a path
     * @param truncation what to make of a TLS peer that goes without close_notify
     */
    public NetworkStream(Transport transport, String description, TlsTruncation truncation) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.description = Objects.requireNonNull(description, "description");
        this.truncation = Objects.requireNonNull(truncation, "truncation");
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("dst (" + dst + ") must not be read-only");
        }
        enter(Direction.INPUT, Direction.INPUT.verb);
        try {
            if (endOfStream || !dst.hasRemaining()) {
                return dst.hasRemaining() ? -1 : 0;
            }
            int n = transport.read(dst);
            if (n < 0 && !isOpen()) { // a TLS peer has answered the close_notify of close()
                throw closedException(operation(Direction.INPUT), closedBy);
            }
            IOException loss = n < 0 ? writerFailure() : null;
            if (loss != null) {
                throw loss;
            }
            endOfStream = n < 0;
            return n;
        } catch (NetworkTimeoutException e) {
            throw isOpen() ? e : closedException(operation(Direction.INPUT), e);
        } catch (IOException e) {
            throw failed(Direction.INPUT, operation(Direction.INPUT), e);
        } finally {
            leave(Direction.INPUT);
        }
    }

    /** Over TLS an end has the peer's word, or the {@link TlsTransport} has asked. */
    private @Nullable IOException writerFailure() {
        return tls ? null : ResetDetector.writerFailure(() -> is(Direction.OUTPUT.busy), () -> outputBroken);
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        Objects.requireNonNull(src, "src");
        enter(Direction.OUTPUT, Direction.OUTPUT.verb);
        try {
            if (outputShutDown) {
                throw new NetworkStreamClosedException(
                        operation(Direction.OUTPUT) + ": the output was shut down", null);
            }
            if (src.hasRemaining()) {
                writeAll(src);
            }
        } finally {
            leave(Direction.OUTPUT);
        }
    }

    private void writeAll(ByteBuffer src) throws IOException {
        try {
            transport.write(src);
        } catch (NetworkTimeoutException e) {
            throw closedAfter(operation(Direction.OUTPUT), e);
        } catch (IOException e) {
            throw failed(Direction.OUTPUT, operation(Direction.OUTPUT), e);
        }
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        Objects.requireNonNull(engine, "engine");
        checkOpen(START_TLS);
        occupy(Direction.INPUT, START_TLS);
        try {
            occupy(Direction.OUTPUT, START_TLS);
            try {
                startTls(begin(engine));
            } finally {
                leave(Direction.OUTPUT);
            }
        } finally {
            leave(Direction.INPUT);
        }
    }

    /** An engine that was used before leaves the stream as it is; one that cannot begin ends it, as one that cannot go on. */
    private TlsMachine begin(SSLEngine engine) throws IOException {
        try {
            return TlsMachine.begin(engine);
        } catch (SSLException e) { // no protocol and cipher suite that go together, say
            throw closedAfter(START_TLS + description, NetworkFailures.during(START_TLS + description, e));
        }
    }

    private void startTls(TlsMachine machine) throws IOException {
        String operation = START_TLS + description;
        try {
            checkUsable(Direction.OUTPUT, START_TLS);
            TlsTransport upgraded = new TlsTransport(transport, machine, truncation, description);
            upgraded.handshake();
            transport = upgraded;
            tls = true;
            checkOpen(START_TLS);
        } catch (NetworkTimeoutException e) {
            throw closedAfter(operation, e);
        } catch (IOException e) {
            IOException failure = failed(Direction.OUTPUT, operation, e);
            throw isOpen() ? closedAfter(operation, failure) : failure;
        } catch (Throwable e) { // of a trust manager, say
            closedAfter(operation, new IOException(e));
            throw e;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        String verb = "shut down output to ";
        enter(Direction.OUTPUT, verb);
        try {
            if (!outputShutDown) {
                transport.shutdownOutput();
                outputShutDown = true;
            }
        } catch (NetworkTimeoutException e) {
            throw closedAfter(verb + description, e);
        } catch (IOException e) {
            throw failed(Direction.OUTPUT, verb + description, e);
        } finally {
            leave(Direction.OUTPUT);
        }
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return transport.getExtraInfo(Objects.requireNonNull(key, "key"));
    }

    @Override
    public boolean isOpen() {
        return !is(CLOSED);
    }

    @Override
    public void close() throws IOException {
        if (set(CLOSED)) {
            try {
                transport.close();
            } catch (IOException e) {
                throw NetworkFailures.during("close " + description, e);
            }
        }
    }

    /** Returns, for instance, {@code <NetworkStream ["127.0.0.1:443" TLS CLOSED]>}. */
    @Override
    public String toString() {
        return "<NetworkStream [\"" + description + "\"" + (tls ? " TLS" : "") + (isOpen() ? "" : " CLOSED") + "]>";
    }

    private void enter(Direction direction, String verb) throws IOException {
        checkOpen(verb);
        occupy(direction, verb);
        try {
            checkUsable(direction, verb);
        } catch (Throwable e) {
            leave(direction);
            throw e;
        }
    }

    private void checkOpen(String verb) throws IOException {
        if (!isOpen()) {
            throw closedException(verb + description, closedBy);
        }
    }

    private void occupy(Direction direction, String verb) {
        if (!set(direction.busy)) {
            throw new IllegalStateException(
                    verb + description + ": another thread is in the middle of \"" + operation(direction) + "\"");
        }
    }

    private void leave(Direction direction) {
        STATE.getAndAdd(this, -direction.busy);
    }

    /** Returns whether a bit of the state is set. */
    private boolean is(int bit) {
        return (state & bit) != 0;
    }

    /** Sets a bit of the state; returns false if it was set already. */
    private boolean set(int bit) {
        int now;
        do {
            now = state;
            if ((now & bit) != 0) {
                return false;
            }
        } while (!STATE.compareAndSet(this, now, now | bit));
        return true;
    }

    private void checkUsable(Direction direction, String verb) throws IOException {
        IOException broken = direction == Direction.INPUT ? inputBroken : outputBroken;
        if (broken != null) {
            throw NetworkFailures.during(verb + description, broken);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw NetworkFailures.interrupted(verb + description);
        }
        if (Timeout.remainingNanos() == 0) {
            Timeout.check(verb + description);
        }
    }

    private String operation(Direction direction) {
        return direction.verb + description;
    }

    /** Returns what to throw for a failure of the transport, and remembers what it broke. */
    private IOException failed(Direction direction, String operation, IOException failure) {
        if (!isOpen() || failure instanceof NetworkStreamClosedException) {
            return closedException(operation, failure);
        }
        if (failure instanceof TlsResponseTimeoutException answer) {
            return closedAfter(operation, answer.timeout);
        }
        if (failure instanceof InterruptedIOException || failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException(operation + ": the thread was interrupted, and the stream is closed");
            interrupted.initCause(failure);
            return closedAfter(operation, interrupted);
        }
        if (direction == Direction.INPUT) {
            inputBroken = failure;
        } else {
            outputBroken = failure;
        }
        return NetworkFailures.during(operation, failure);
    }

    /** Closes the stream after a call that failed in a way that leaves it unusable; returns what to throw. */
    private IOException closedAfter(String operation, IOException failure) {
        if (!set(CLOSED)) {
            return closedException(operation, failure);
        }
        closedBy = failure;
        try {
            transport.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private static IOException closedException(String operation, @Nullable IOException cause) {
        return new NetworkStreamClosedException(operation + ": the stream is closed", cause);
    }
}
