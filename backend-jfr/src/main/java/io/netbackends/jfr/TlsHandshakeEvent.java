// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import java.time.Clock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A TLS handshake succeeded. */
@Name("netbackends.TlsHandshake")
@Label("TLS Handshake")
@Description("A TLS handshake succeeded")
@Threshold("0 ns")
final class TlsHandshakeEvent extends ConnectionEvent {
    private static final TlsHandshakeEvent PROBE = new TlsHandshakeEvent();

    /** In milliseconds since the epoch, like the creation time of a session. */
    private static final Clock CLOCK = Clock.systemUTC();

    private transient long startMillis;

    @Label("Protocol")
    @Nullable
    String protocol;

    @Label("Cipher Suite")
    @Nullable
    String cipher;

    @Label("Application Protocol")
    @Description("The protocol negotiated by ALPN; empty if none")
    @Nullable
    String applicationProtocol;

    @Label("Resumed")
    @Description("Whether an earlier session was resumed: the session is older than the handshake")
    boolean resumed;

    /** Begins an event; null if none is recorded. */
    static @Nullable TlsHandshakeEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        TlsHandshakeEvent event = new TlsHandshakeEvent();
        event.startMillis = CLOCK.millis();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of, SSLEngine engine) {
        if (endsRecorded(this, of)) {
            SSLSession session = engine.getSession();
            protocol = session.getProtocol();
            cipher = session.getCipherSuite();
            applicationProtocol = alpn(engine);
            resumed = session.getCreationTime() < startMillis;
            commit();
        }
    }

    private static @Nullable String alpn(SSLEngine engine) {
        try {
            return engine.getApplicationProtocol();
        } catch (UnsupportedOperationException e) { // thrown by the default implementation in the JDK
            return null;
        }
    }
}
