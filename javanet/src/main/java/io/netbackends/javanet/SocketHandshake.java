// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.SocketStyleEngine;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** The handshake of a TLS socket. It may take several calls, since a timeout can cut it off. For one thread at a time. */
final class SocketHandshake {
    private final TlsCarrier carrier;
    private final NetworkStreamInterface stream;
    private final SSLEngine engine;

    /** What the stream gets each time: it goes on with the same engine only. */
    private final SSLEngine given;

    SocketHandshake(TlsCarrier carrier, SSLEngine engine, TlsTruncation truncation) {
        this.carrier = carrier;
        stream = carrier.stream();
        this.engine = engine;
        given = new SocketStyleEngine(engine, truncation);
    }

    TlsCarrier carrier() {
        return carrier;
    }

    /** Returns the engine, for looking at. */
    SSLEngine engine() {
        return engine;
    }

    /** Returns whether a handshake that was cut off can go on. */
    boolean isOpen() {
        return stream.isOpen();
    }

    /** Runs what is left of the handshake, and returns the stream, which then carries TLS. */
    NetworkStreamInterface run() throws IOException {
        try {
            stream.startTls(given); // may block
            return stream;
        } catch (SSLException e) {
            throw PlatformFailures.ofTls(e);
        } catch (IllegalStateException e) { // another thread uses the socket below
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        }
    }
}
