// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.HeldInterrupts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An {@link SSLSocket} whose TLS is the {@code startTls} of a stream: in place over a {@link NetworkSocketImpl}, so that
 * decorators see plaintext, or over a foreign socket. The handshake runs in the first read, write or {@link #getSession}.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // close() must not wait for a reader
final class NetworkSSLSocket extends LayeredSSLSocket {
    /** The time limit for the end of TLS without SO_TIMEOUT and deadline. */
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    /** In a handshake, SO_TIMEOUT also bounds writes: a peek of 1 ms must not interrupt a message. */
    private static final int LEAST_MILLIS = 50;

    private final SocketBelow base;
    private final InputStream in = new SocketInput(this::read, this::available, this);
    private final OutputStream out = new SocketOutput(this::write, this);
    private final ReentrantLock handshaking = new ReentrantLock();

    /** The host name in the handshake and in the key of resumable sessions; null if unknown. */
    private volatile @Nullable String peerHost;

    private volatile int peerPort;

    /** The handshake under way, or interrupted by a timeout. */
    private volatile @Nullable SocketHandshake handshake;

    /** Set after the handshake. */
    private volatile @Nullable TlsCarrier carrier;

    /** The plaintext stream, after the handshake. */
    private volatile @Nullable SocketConnection plaintext;

    /** The session of the last handshake. */
    private volatile @Nullable SSLSession session;

    /** The failure of the handshake. */
    private volatile @Nullable SSLException failure;

    /** Whether the end of the peer's data has been read. */
    private volatile boolean ended;

    private volatile boolean closed;
    private volatile boolean inputShutDown;
    private volatile boolean outputShutDown;

    NetworkSSLSocket(SocketBelow base, TlsSettings settings, @Nullable String peerHost, int peerPort) {
        super(base.socket(), settings);
        this.base = base;
        this.peerHost = peerHost;
        this.peerPort = peerPort;
    }

    @Override
    public void connect(SocketAddress target) throws IOException {
        connect(target, 0); // may block
    }

    @Override
    public void connect(SocketAddress target, int millis) throws IOException {
        below().connect(target, millis); // may block
        if (target instanceof InetSocketAddress inet && peerHost == null) {
            peerHost = inet.getHostString();
            peerPort = inet.getPort();
        }
    }

    @Override
    public void startHandshake() throws IOException {
        if (isClosed()) {
            throw new SocketException("Socket has been closed or broken");
        }
        plaintext(); // may block
    }

    /** Returns the plaintext stream; runs the handshake if necessary. Several threads may wait for it. */
    private SocketConnection plaintext() throws IOException {
        SocketConnection known = plaintext;
        requireUsable();
        if (known != null) {
            return known;
        }
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            DeadlineWait.lock(handshaking, "wait for the TLS handshake of another thread"); // may block
            try {
                known = plaintext;
                requireUsable();
                return known == null ? handshake() : known; // may block
            } finally {
                handshaking.unlock();
            }
        }
    }

    private void requireUsable() throws SocketException {
        if (isClosed()) {
            throw new SocketException(PlatformFailures.CLOSED);
        }
        requireConnected();
    }

    private void requireConnected() throws SocketException {
        if (!isConnected()) {
            throw new SocketException("Socket is not connected");
        }
    }

    private SocketConnection handshake() throws IOException {
        int millis = getSoTimeout();
        try {
            if (millis == 0) {
                return establish(); // may block
            }
            try (Timeout own = Timeout.idle(Duration.ofMillis(Math.max(LEAST_MILLIS, millis)))) {
                return establish(); // may block
            } catch (NetworkTimeoutException e) {
                throw PlatformFailures.timedOut(true, "Read timed out", e);
            }
        } catch (SocketTimeoutException e) {
            if (isOver()) {
                closeAll();
            }
            throw e; // the handshake can continue
        } catch (Throwable e) { // as in JSSE, a socket whose handshake failed is closed
            boolean closedHere = closed;
            closeAll();
            failure = e instanceof SSLException broken ? broken : null;
            if (e instanceof IOException io && (closedHere || e instanceof NetworkStreamClosedException)) {
                throw PlatformFailures.closed(io);
            }
            throw e;
        }
    }

    /** Returns whether a timeout makes it impossible to continue, since it has interrupted a message to the peer. */
    private boolean isOver() {
        SocketHandshake cutOff = handshake;
        return cutOff != null && !cutOff.isOpen();
    }

    private SocketConnection establish() throws IOException {
        SocketHandshake underWay = handshake;
        if (underWay == null) {
            SSLEngine engine = settings().newEngine(this, peerHost, peerPort);
            underWay = new SocketHandshake(this, base.carrier(getUseClientMode(), peerHost, peerPort), engine);
            handshake = underWay;
        }
        NetworkStreamInterface stream = underWay.run(); // may block
        SocketConnection opened = SocketConnection.over(stream, settings().sockets());
        // read from the stream: a replayed connection leaves the engine unused
        SSLSession agreed =
                stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseGet(settings().kept()::getSession);
        session = agreed;
        carrier = underWay.carrier();
        plaintext = opened;
        handshake = null;
        listeners().tell(this, agreed);
        return opened;
    }

    /**
     * Works also after close. If this method runs a handshake that times out, the handshake is not continued, as in JSSE.
     */
    @Override
    public SSLSession getSession() {
        SSLSession known = session;
        if (known != null) {
            return known;
        }
        try {
            plaintext(); // may block
            return Objects.requireNonNull(session);
        } catch (SocketTimeoutException e) {
            abandon();
        } catch (IOException e) {
            // the socket is closed or not connected
        }
        return settings().kept().getSession(); // SSL_NULL_WITH_NULL_NULL, as in the Javadoc of SSLSocket
    }

    private void abandon() {
        try {
            closeAll();
        } catch (IOException e) {
            // known from the session
        }
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        SocketHandshake underWay = handshake;
        return underWay == null ? null : underWay.engine().getHandshakeSession();
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        TlsCarrier carrying = carrier;
        return carrying == null
                ? null
                : carrying.stream()
                        .getExtraInfo(ExtraInfo.SSL_OBJECT)
                        .map(SSLEngine::getApplicationProtocol)
                        .orElse(null);
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        SocketHandshake underWay = handshake;
        return underWay == null ? null : underWay.engine().getHandshakeApplicationProtocol();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        requireStreams();
        if (inputShutDown) {
            throw new SocketException("Socket input is already shutdown");
        }
        return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        requireStreams();
        if (outputShutDown) {
            throw new SocketException("Socket output is already shutdown");
        }
        return out;
    }

    private void requireStreams() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        requireConnected();
    }

    private int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (closed && plaintext != null) {
            return -1; // as JSSE's sockets do after an orderly close on this side
        }
        SSLException broken = failure;
        if (broken != null) { // JSSE throws it again: a PrintWriter may have swallowed the first one
            throw new SSLException("Connection has closed: " + broken, broken);
        }
        SocketConnection connected = plaintext(); // may block
        connected.setSoTimeout(getSoTimeout());
        try {
            int n = connected.read(bytes, offset, length); // may block
            ended |= n < 0;
            return n;
        } catch (SSLException e) {
            throw PlatformFailures.ofTls(e);
        }
    }

    private int available() throws IOException {
        SocketConnection connected = plaintext;
        return connected == null || isClosed() ? 0 : connected.available();
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (failure != null || (closed && plaintext != null)) {
            throw new SocketException("Connection or outbound has closed");
        }
        try {
            plaintext().write(bytes, offset, length); // may block
        } catch (SSLException e) {
            throw PlatformFailures.ofTls(e);
        }
    }

    /** As in JSSE, closes the input, but then fails if the peer may send more. */
    @Override
    public void shutdownInput() throws IOException {
        SocketConnection connected = plaintext;
        if (isInputShutdown() || isClosed()) {
            return;
        }
        requireConnected();
        inputShutDown = true;
        if (connected != null) {
            connected.shutdownInput();
        }
        if (!ended && (connected != null || handshake != null)) {
            throw new SSLException("closing inbound before receiving peer's close_notify");
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        SocketConnection connected = plaintext;
        if (isOutputShutdown() || isClosed()) {
            return;
        }
        requireConnected();
        outputShutDown = true;
        if (connected != null) {
            connected.shutdownOutput(); // may block
        }
    }

    @Override
    public boolean isInputShutdown() {
        return inputShutDown || (closed && plaintext != null);
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutDown || (closed && plaintext != null);
    }

    @Override
    public boolean isClosed() {
        return closed || below().isClosed();
    }

    @Override
    public void close() throws IOException {
        if (base.autoClose()) {
            closeAll(); // may block, a little
            return;
        }
        boolean first = !closed;
        closed = true;
        TlsCarrier carrying = carrier;
        if (first && carrying != null) {
            endTls(carrying); // may block
        } else if (handshake != null) {
            closeAll(); // it cannot continue in the middle of a handshake
        }
    }

    /** Sends close_notify, and closes the underlying socket. */
    private void closeAll() throws IOException {
        closed = true;
        SocketConnection connected = plaintext;
        try {
            if (connected != null) {
                connected.close(); // may block, a little
            }
        } finally {
            below().close();
        }
    }

    /** Ends TLS. If this fails, closes the underlying socket, which cannot continue in plaintext. */
    private void endTls(TlsCarrier carrying) throws IOException {
        int millis = below().isClosed() ? 0 : getSoTimeout();
        try (HeldInterrupts held = HeldInterrupts.hold();
                Timeout limit = Timeout.after(millis == 0 ? END_LIMIT : Duration.ofMillis(millis))) {
            carrying.stream().endTls(); // may block
            carrying.release();
        } catch (IOException | IllegalStateException | UnsupportedOperationException e) {
            closeAll(); // may block, a little
        }
    }

    @Override
    public void setUseClientMode(boolean mode) {
        if (plaintext != null || handshake != null) {
            throw new IllegalArgumentException("Cannot change mode after SSL traffic has started");
        }
        settings().kept().setUseClientMode(mode);
    }

    /** Returns, for instance, {@code <NetworkSSLSocket [localhost:443]>}. */
    @Override
    public String toString() {
        return "<NetworkSSLSocket [" + peerHost + ":" + peerPort + "]>";
    }
}
