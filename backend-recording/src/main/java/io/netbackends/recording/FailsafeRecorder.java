// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.internal.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;

/**
 * Forwards events from a stream to its recorder, stops after the first exception of the recorder, and reports one-time
 * events once.
 */
final class FailsafeRecorder {
    private interface Notification {
        void tell(ConnectionRecorder recorder) throws IOException;
    }

    private final WarnOnce warning;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean outputShutDown = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean failed;

    /** Set before the stream is used. */
    private ConnectionRecorder recorder = ConnectionRecorder.ignoring();

    FailsafeRecorder(WarnOnce warning) {
        this.warning = warning;
    }

    void begin(ConnectionRecorder connection) {
        recorder = connection;
    }

    void beforeRead() {
        tell(ConnectionRecorder::beforeRead);
    }

    void beforeCall(String operation) {
        tell(recorder -> recorder.beforeCall(operation));
    }

    /** Bytes were read into a buffer, from {@code start} to its current position. */
    void read(ByteBuffer dst, int start) {
        if (dst.position() != start) {
            tell(recorder -> recorder.read(slice(dst, start)));
        }
    }

    /** Bytes were read, perhaps none. */
    void read(byte[] bytes) {
        if (bytes.length > 0) {
            tell(recorder -> recorder.read(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
        }
    }

    /** Bytes were written from a buffer, from {@code start} to its current position. */
    void written(ByteBuffer src, int start) {
        if (src.position() != start) {
            tell(recorder -> recorder.written(SecretBytes.mask(src, slice(src, start))));
        }
    }

    void tls(SSLEngine engine) {
        tell(recorder -> recorder.tls(engine.getSession(), alpn(engine)));
    }

    void endOfStream() {
        if (ended.compareAndSet(false, true)) {
            tell(ConnectionRecorder::endOfStream);
        }
    }

    /**
     * Call before shutting down the input: an end that reads find afterwards was not caused by the peer. Returns an action
     * that reverts this.
     */
    Runnable shuttingDownInput() {
        boolean before = ended.getAndSet(true);
        return () -> ended.set(before);
    }

    void outputShutDown() {
        if (outputShutDown.compareAndSet(false, true)) {
            tell(ConnectionRecorder::outputShutDown);
        }
    }

    void failed(String operation, IOException failure) {
        tell(recorder -> recorder.failed(operation, failure));
    }

    /** Also for a stream whose close failed. */
    void closed() {
        if (closed.compareAndSet(false, true)) {
            tell(ConnectionRecorder::closed);
        }
    }

    private void tell(Notification notification) {
        if (failed) {
            return;
        }
        try {
            notification.tell(recorder);
        } catch (Throwable failure) { // an AssertionError, or Kotlin's undeclared checked exceptions
            failed = true;
            warning.warn("a recorder failed; its connection continues unrecorded", failure);
        }
    }

    private static String alpn(SSLEngine engine) {
        try {
            String alpn = engine.getApplicationProtocol();
            return alpn == null ? "" : alpn;
        } catch (UnsupportedOperationException e) { // thrown by the default implementation in the JDK
            return "";
        }
    }

    private static ByteBuffer slice(ByteBuffer buffer, int start) {
        return buffer.slice(start, buffer.position() - start).asReadOnlyBuffer();
    }
}
