// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.internal.ForwardingSslEngine;
import java.lang.ref.Cleaner;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A TLS engine that forwards every call, then reports the consumed or produced plaintext to a recorder. The first {@code
 * wrap} or {@code unwrap} announces the connection.
 */
final class RecordedSslEngine extends ForwardingSslEngine {
    /** Reports the end of connections whose engines were garbage-collected. Its thread keeps no class loader alive. */
    private static final class Ends {
        static final Cleaner CLEANER = Cleaner.create();
    }

    /** Marks a connection that is not recorded. */
    private static final FailsafeRecorder NONE = new FailsafeRecorder(new WarnOnce());

    private static final int[] NO_POSITIONS = {};

    private final ConnectionAnnouncer announcer;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile @Nullable FailsafeRecorder recorder;

    /** Written by the thread that ends the handshake, in {@code wrap} or in {@code unwrap}. */
    private volatile @Nullable SSLSession told;

    private volatile boolean inboundGivenUp;
    private Cleaner.@Nullable Cleanable end;
    private volatile @Nullable BiFunction<SSLEngine, List<String>, String> selector;

    RecordedSslEngine(SSLEngine delegate, ConnectionAnnouncer announcer) {
        super(delegate);
        this.announcer = announcer;
    }

    /** Turns off the recording of an engine that will run on a stream that records. */
    static void leaveTo(SSLEngine engine) {
        if (engine instanceof RecordedSslEngine recorded) {
            recorded.lock.lock();
            try {
                if (recorded.recorder == null) {
                    recorded.recorder = NONE;
                }
            } finally {
                recorded.lock.unlock();
            }
        }
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        FailsafeRecorder events = recorder();
        if (events == NONE) {
            return super.wrap(srcs, offset, length, dst);
        }
        int[] starts = positions(srcs, offset, length);
        SSLEngineResult result;
        try {
            result = super.wrap(srcs, offset, length, dst);
        } catch (SSLException e) {
            fail("write", e);
            throw e;
        }
        tellTls(events, result, result.bytesConsumed());
        for (int i = 0; i < starts.length; i++) {
            events.written(srcs[offset + i], starts[i]);
        }
        if (result.getStatus() == Status.CLOSED || inboundGivenUp) {
            closeIfDone();
        }
        return result;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        FailsafeRecorder events = recorder();
        if (events == NONE) {
            return super.unwrap(src, dsts, offset, length);
        }
        int[] starts = positions(dsts, offset, length);
        SSLEngineResult result;
        try {
            result = super.unwrap(src, dsts, offset, length);
        } catch (SSLException e) {
            fail("read", e);
            throw e;
        }
        tellTls(events, result, result.bytesProduced());
        for (int i = 0; i < starts.length; i++) {
            events.read(dsts[offset + i], starts[i]);
        }
        if (result.getStatus() == Status.CLOSED) {
            if (!inboundGivenUp) {
                events.endOfStream();
            }
            closeIfDone();
        }
        return result;
    }

    @Override
    public void closeInbound() throws SSLException {
        inboundGivenUp = true;
        try {
            super.closeInbound();
        } catch (SSLException e) {
            if (!isOutboundDone()) { // otherwise this side has ended the connection, and the truncation is no failure
                fail("read", e);
            }
            throw e;
        } finally {
            closeIfDone();
        }
    }

    @Override
    public void closeOutbound() {
        boolean closed = isOutboundDone(); // true in TLS 1.2 if the peer ended the connection
        super.closeOutbound();
        FailsafeRecorder events = recorder;
        if (events != null && !closed) {
            events.outputShutDown();
        }
        closeIfDone();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLEngine, List<String>, String> function) {
        super.setHandshakeApplicationProtocolSelector(
                function == null ? null : (below, protocols) -> function.apply(this, protocols));
        selector = function;
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        BiFunction<SSLEngine, List<String>, String> function = selector;
        return function != null ? function : super.getHandshakeApplicationProtocolSelector();
    }

    private FailsafeRecorder recorder() {
        FailsafeRecorder known = recorder;
        return known != null ? known : begin();
    }

    private FailsafeRecorder begin() {
        lock.lock();
        try {
            FailsafeRecorder events = recorder;
            if (events == null) {
                events = announcer.opened(NONE, this::describe, failsafe -> {
                    end = Ends.CLEANER.register(this, failsafe::closed); // must not refer to this object
                    return failsafe;
                });
                recorder = events;
            }
            return events;
        } finally {
            lock.unlock();
        }
    }

    private ConnectionInfo describe() {
        String host = getPeerHost();
        InetSocketAddress peer = host == null || host.isEmpty()
                ? null
                : InetSocketAddress.createUnresolved(host, Math.max(0, getPeerPort()));
        return getUseClientMode() ? announcer.connected(peer) : announcer.accepted(peer);
    }

    /** Reports a handshake when it is finished; if no result said FINISHED, when the first plaintext passes. */
    private void tellTls(FailsafeRecorder events, SSLEngineResult result, int passed) {
        boolean finished = result.getHandshakeStatus() == HandshakeStatus.FINISHED;
        if (finished || (passed > 0 && told == null)) {
            SSLSession session = getSession();
            if (session != told) { // in TLS 1.3, each session ticket yields FINISHED again
                told = session;
                events.tls(this);
            }
        }
    }

    private void closeIfDone() {
        Cleaner.Cleanable open = end;
        if (open != null && isInboundDone() && isOutboundDone()) {
            open.clean();
        }
    }

    /** Reports only the first failure: a failed engine throws it again at each call. */
    private void fail(String operation, SSLException failure) {
        FailsafeRecorder events = recorder;
        if (events != null && failed.compareAndSet(false, true)) {
            events.failed(told == null ? "startTls" : operation, failure);
        }
    }

    private static int[] positions(@Nullable ByteBuffer @Nullable [] buffers, int offset, int length) {
        if (buffers == null || offset < 0 || length < 0 || length > buffers.length - offset) {
            return NO_POSITIONS; // the engine will throw
        }
        int[] positions = new int[length];
        for (int i = 0; i < positions.length; i++) {
            ByteBuffer buffer = buffers[offset + i];
            positions[i] = buffer == null ? 0 : buffer.position();
        }
        return positions;
    }
}
