// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.SocketStyleEngine;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The handshake of a TLS socket. It may take several calls, since a timeout can interrupt it. For one thread at a time. */
final class SocketHandshake {
    /** The handshake that the current thread runs; JSSE calls trust and key managers on the same thread. */
    private static final ThreadLocal<SocketHandshake> RUNNING = new ThreadLocal<>();

    private final NetworkSSLSocket socket;
    private final TlsCarrier carrier;
    private final NetworkStreamInterface stream;
    private final SSLEngine engine;

    /** Passed to the stream each time: a handshake continues only with the same engine. */
    private final SSLEngine given;

    SocketHandshake(NetworkSSLSocket socket, TlsCarrier carrier, SSLEngine engine) {
        this.socket = socket;
        this.carrier = carrier;
        stream = carrier.stream();
        this.engine = engine;
        given = new SocketStyleEngine(engine, socket.settings().sockets().truncation());
    }

    TlsCarrier carrier() {
        return carrier;
    }

    /** Returns the socket whose handshake this thread runs with an engine; null for other engines. */
    static @Nullable SSLSocket socketOf(@Nullable SSLEngine engine) {
        SocketHandshake running = RUNNING.get();
        return running != null && running.engine == engine ? running.socket : null;
    }

    /** Returns the engine, for inspection only. */
    SSLEngine engine() {
        return engine;
    }

    /** Returns whether an interrupted handshake can continue. */
    boolean isOpen() {
        return stream.isOpen();
    }

    /** Runs the rest of the handshake, and returns the stream, which then uses TLS. */
    NetworkStreamInterface run() throws IOException {
        RUNNING.set(this);
        try {
            stream.startTls(given); // may block
            return stream;
        } catch (SSLException e) {
            throw PlatformFailures.ofTls(e);
        } catch (IllegalStateException e) { // another thread uses the underlying socket
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        } finally {
            RUNNING.remove();
        }
    }
}
