// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a {@link TlsMachine}, with a memory of what an engine shows only once: that the peer has closed, and why the
 * engine failed. Safe for one reader and one writer.
 */
final class TlsEngine {
    private final SSLEngine engine;

    /**
     * Whether the peer's close_notify has come. An engine is also done with its input after a failure, and some engines are
     * after {@code closeOutbound}: its {@code isInboundDone} alone says nothing about the peer.
     */
    private volatile boolean peerClosed;

    /** The engine's first failure, which it throws only once, to the reader or to the writer. */
    private volatile @Nullable SSLException failure;

    /** Whether tasks were run since the last record: the engine may hold back their failure until the next one. */
    private volatile boolean tasksRun;

    /** A task that another thread is running is neither to be had nor done: one must wait for it. */
    private final ReentrantLock tasks = new ReentrantLock();

    TlsEngine(SSLEngine engine) {
        this.engine = engine;
    }

    /**
     * Begins a handshake, of which nothing is sent yet.
     *
     * @throws IllegalArgumentException if the engine is not a fresh one, set to client or server mode; it is left as it was
     * @throws SSLException if the engine cannot begin, for example because its protocols and cipher suites exclude each other
     */
    static void beginHandshake(SSLEngine engine) throws SSLException {
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

    SSLEngine engine() {
        return engine;
    }

    HandshakeStatus status() {
        return engine.getHandshakeStatus();
    }

    boolean isInboundDone() {
        return engine.isInboundDone();
    }

    boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    void closeOutbound() {
        engine.closeOutbound();
    }

    /** Returns whether the peer's close_notify has come. */
    boolean hasPeerClosed() {
        return peerClosed;
    }

    /** Returns whether the engine has failed for good, after which it has an alert to send at most. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Returns whether {@link #unwrap} may show something new without more ciphertext, such as the failure of a task. */
    boolean hasMoreToSay() {
        return tasksRun || failure != null || engine.isInboundDone();
    }

    /** Returns the size of the largest record, in bytes. */
    int packetSize() {
        return engine.getSession().getPacketBufferSize();
    }

    /** Returns the size of the largest record's plaintext, in bytes. */
    int plaintextSize() {
        return engine.getSession().getApplicationBufferSize();
    }

    SSLEngineResult unwrap(ByteBuffer src, ByteBuffer dst) throws SSLException {
        tasksRun = false;
        try {
            SSLEngineResult result = engine.unwrap(src, dst);
            if (result.bytesConsumed() > 0 && engine.isInboundDone()) {
                peerClosed = true;
            }
            return result;
        } catch (Exception e) { // also of types that are not declared
            throw noted(e);
        }
    }

    SSLEngineResult wrap(ByteBuffer src, ByteBuffer dst) throws SSLException {
        tasksRun = false;
        try {
            return engine.wrap(src, dst);
        } catch (Exception e) { // also of types that are not declared
            throw noted(e);
        }
    }

    /** Runs what the engine delegates, and waits for what another thread is running. */
    void runTasks() {
        tasks.lock();
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            tasksRun = true;
        } finally {
            tasks.unlock();
        }
    }

    /** Returns what to throw if the engine is closed though the peer has not sent close_notify. */
    SSLException closedWithoutPeer() {
        SSLException cause = failure;
        return cause == null
                ? new SSLException("TLS engine is closed, but the peer has not sent close_notify")
                : new SSLException(cause.getMessage(), cause);
    }

    /** Conscrypt throws what its trust manager throws, though {@link SSLEngine} does not declare a CertificateException. */
    private SSLException noted(Exception e) {
        if (e instanceof RuntimeException defect) {
            throw defect;
        }
        SSLException noted = e instanceof SSLException ssl ? ssl : new SSLHandshakeException(e.getMessage());
        if (noted != e) {
            noted.initCause(e);
        }
        if (failure == null) {
            failure = noted;
        }
        return noted;
    }
}
