// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.TlsTruncation;
import io.netbackends.internal.ForwardingSslEngine;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the end of a TLS connection: which records are sent last, how long that and the drain may take, and what an
 * end without close_notify means. This class does no I/O, so that each driver of a {@link TlsMachine} can follow it in its
 * own way.
 */
final class TlsClosePolicy {
    /** The maximum time for sending the {@link FinalRecords}. */
    static final Duration CLOSE_NOTIFY_LIMIT = Duration.ofSeconds(2);

    /** The drain after a failed handshake: the peer needs time to receive the alert. */
    static final Drain AFTER_FAILURE = new Drain(Duration.ofMillis(200), Duration.ofMillis(200));

    /** The drain after close_notify: enough for data that has already arrived, such as unread session tickets. */
    static final Drain AFTER_CLOSE = new Drain(Duration.ofMillis(1), Duration.ofMillis(20));

    private TlsClosePolicy() {}

    /**
     * The limits for discarding input before the transport is closed. Closing a socket with unread data resets the
     * connection, and a reset destroys data on its way to the peer (RFC 9112 section 9.6 describes the same problem in
     * HTTP).
     *
     * @param idle the drain ends when no byte has arrived for this time
     * @param most the drain ends after this time, even if bytes keep coming
     */
    record Drain(Duration idle, Duration most) {}

    /** The records sent last. */
    enum FinalRecords {
        /** The alert that tells the peer of a failure. */
        ALERT,
        /** The close_notify of an orderly end. */
        CLOSE_NOTIFY;

        /** Puts the records into {@link TlsMachine#outEncrypted}. */
        void encrypt(TlsMachine machine) throws SSLException {
            if (this == ALERT) {
                machine.encryptOwnMessages();
            } else {
                machine.encryptCloseNotify();
            }
        }
    }

    /**
     * Checks that the input stays open after close_notify was sent. Only the JDK's engines are known to support this: those
     * of Conscrypt and Bouncy Castle close both directions, and the peer's response would be lost. {@link SSLEngine}
     * promises neither.
     *
     * @throws UnsupportedOperationException if the engine may close both directions; it is unchanged
     */
    static void checkHalfClose(SSLEngine engine) {
        Class<?> type = ForwardingSslEngine.innermost(engine).getClass();
        if (type.getModule() != SSLEngine.class.getModule()) {
            throw new UnsupportedOperationException("TLS engine (" + type.getName()
                    + ") must be the JDK's to close the output alone: others may close the input, too");
        }
    }

    /**
     * Judges an end of the transport below without close_notify.
     *
     * @return the exception to throw; null if it counts as the end of the stream
     */
    static @Nullable SSLException judgeEnd(TlsMachine machine, TlsTruncation truncation) {
        boolean midRecord = !machine.inEncrypted().isEmpty();
        if (!midRecord && truncation == TlsTruncation.END_OF_STREAM) {
            return null;
        }
        return new SSLException("peer closed the connection without a TLS close_notify"
                + (midRecord ? ", in the middle of a record" : "; data may be truncated"));
    }
}
