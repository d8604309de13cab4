// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.NetworkStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * A {@link NetworkStream} over a recording: with the same checks, but TLS starts without a handshake, and differences from the
 * recording keep their type.
 */
final class ReplayStream extends ForwardingNetworkStream {
    private static final int STARTING_TLS = -1;

    private final ReplayTransport transport;
    private final String peer;

    /** How many threads are in a call. */
    private final AtomicInteger users = new AtomicInteger();

    private volatile boolean tls;

    ReplayStream(ReplayTransport transport, String peer) {
        super(new NetworkStream(transport, peer));
        this.transport = transport;
        this.peer = peer;
    }

    private interface Call {
        int run() throws IOException;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return call(() -> super.read(dst));
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        call(() -> {
            super.write(src);
            return 0;
        });
    }

    @Override
    public void shutdownOutput() throws IOException {
        call(() -> {
            super.shutdownOutput();
            return 0;
        });
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        String operation = "start TLS with " + peer;
        Objects.requireNonNull(engine, "engine");
        if (!isOpen()) {
            makeChecks();
        }
        if (!users.compareAndSet(0, STARTING_TLS)) {
            throw new IllegalStateException(operation + ": another thread is reading or writing");
        }
        try {
            checkFresh(engine);
            startTls(operation);
        } finally {
            users.set(0);
        }
    }

    /** Who writes waits for the answer now, as it is taken to do where it reads by itself. */
    void awaitsAnswer() throws IOException {
        transport.awaitsAnswer();
    }

    /** The client will write no more, whatever was recorded; fails if it has stopped in the middle. */
    void end() throws IOException {
        transport.end();
    }

    /** The program will write no more, whatever was recorded: what waits for that waits no longer. */
    void endOfWrites() {
        transport.endOfWrites();
    }

    /** Those that each call makes. */
    private void makeChecks() throws IOException {
        super.write(ByteBuffer.allocate(0));
    }

    private void startTls(String operation) throws IOException {
        try {
            DeadlineWait.check(operation);
            makeChecks();
            transport.startTls();
            tls = true;
        } catch (IOException e) {
            close();
            if (e instanceof InterruptedIOException) {
                throw e;
            }
            throw e instanceof ReplayMismatchException mismatch
                    ? mismatch.withMessage(operation + ": " + e.getMessage())
                    : NetworkFailures.during(operation, e);
        }
    }

    /** A program that passes a wrong engine shall find out without a network, too. */
    private static void checkFresh(SSLEngine engine) throws IOException {
        if (engine.isInboundDone()
                || engine.isOutboundDone()
                || engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || engine.getSession().getProtocol().startsWith("TLS")) {
            throw new IllegalArgumentException("engine (" + engine + ") must not have been used before");
        }
        try {
            engine.beginHandshake();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("engine (" + engine + ") must be set to client or server mode", e);
        }
    }

    private int call(Call call) throws IOException {
        if (users.getAndUpdate(n -> n == STARTING_TLS ? n : n + 1) == STARTING_TLS) {
            throw new IllegalStateException(this + ": another thread is starting TLS");
        }
        try {
            return call.run();
        } catch (IOException e) {
            throw e.getCause() instanceof ReplayMismatchException mismatch
                    ? mismatch.withMessage(String.valueOf(e.getMessage()))
                    : e;
        } finally {
            users.decrementAndGet();
        }
    }

    /** Returns, for instance, {@code <ReplayStream ["127.0.0.1:443" TLS CLOSED]>}. */
    @Override
    public String toString() {
        return "<ReplayStream [\"" + peer + "\"" + (tls ? " TLS" : "") + (isOpen() ? "" : " CLOSED") + "]>";
    }
}
