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
 * Wraps the engine of a {@link TlsMachine}, and remembers what an engine reports only once: that the peer has closed, and
 * the engine's failure. Safe for one reader and one writer.
 */
final class TlsEngine {
    private final SSLEngine engine;

    /**
     * Whether the peer's close_notify has arrived. The engine's {@code isInboundDone} alone does not show this: it is also
     * true after a failure and, in some engines, after {@code closeOutbound}.
     */
    private volatile boolean peerClosed;

    /** The engine's first failure, which it throws only once, to the reader or to the writer. */
    private volatile @Nullable SSLException failure;

    /** Whether tasks have run since the last record: the engine may report their failure only with the next record. */
    private volatile boolean tasksRun;

    /**
     * Held while tasks run. The engine no longer offers a task that another thread is running, so a caller waits for this
     * lock.
     */
    private final ReentrantLock tasks = new ReentrantLock();

    TlsEngine(SSLEngine engine) {
        this.engine = engine;
    }

    /**
     * Begins a handshake without sending anything yet.
     *
     * @throws IllegalArgumentException if the engine was used before, or its mode is not set; the engine is unchanged
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

    /** Returns whether the peer's close_notify has arrived. */
    boolean hasPeerClosed() {
        return peerClosed;
    }

    /** Returns whether the engine has failed permanently, after which it can only send an alert. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Returns whether {@link #unwrap} may have a new result without more ciphertext, such as the failure of a task. */
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
        } catch (Exception e) { // including undeclared types
            throw noted(e);
        }
    }

    SSLEngineResult wrap(ByteBuffer src, ByteBuffer dst) throws SSLException {
        tasksRun = false;
        try {
            return engine.wrap(src, dst);
        } catch (Exception e) { // including undeclared types
            throw noted(e);
        }
    }

    /** Runs the engine's delegated tasks, and waits for those that another thread is running. */
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

    /** Returns the exception to throw if the engine is closed although the peer has not sent close_notify. */
    SSLException closedWithoutPeer() {
        SSLException cause = failure;
        return cause == null
                ? new SSLException("TLS engine is closed, but the peer has not sent close_notify")
                : new SSLException(cause.getMessage(), cause);
    }

    /**
     * Conscrypt throws the exceptions of its trust manager, although {@link SSLEngine} does not declare
     * CertificateException.
     */
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
