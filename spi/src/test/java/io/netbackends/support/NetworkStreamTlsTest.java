// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.TestPki;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** The state of a stream whose {@code startTls} failed. */
class NetworkStreamTlsTest {
    private final FakeTransport transport = new FakeTransport();
    private final NetworkStream stream = new NetworkStream(transport, "192.0.2.1:80");

    static SSLEngine clientEngine() {
        SSLEngine engine = TestPki.create().trusting().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        return engine;
    }

    @Test
    void onAPeerThatSpeaksNoTlsClosesTheStream() {
        transport.onRead(dst -> {
            dst.put("HTTP/1.1 400 Bad Request\r\n".getBytes(US_ASCII));
            return dst.position();
        });
        assertThatThrownBy(() -> stream.startTls(clientEngine()))
                .isInstanceOf(SSLException.class)
                .hasMessage("start TLS with 192.0.2.1:80: the peer does not speak TLS");
        assertThat(transport.closes).isEqualTo(1);
        assertThatThrownBy(() -> stream.write("secret".getBytes(US_ASCII)))
                .isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void onAPeerThatHangsUpIsAHandshakeFailure() {
        assertThatThrownBy(() -> stream.startTls(clientEngine()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage("start TLS with 192.0.2.1:80: peer closed the connection during the TLS handshake");
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void underAnExpiredDeadlineClosesTheStreamWithoutIo() {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> stream.startTls(clientEngine())).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(transport.calls).isZero();
        assertThat(transport.closes).isEqualTo(1);
    }

    @Test
    void withAnEngineThatCannotBeUsedChangesNothing() throws Exception {
        SSLEngine undecided = TestPki.create().trusting().createSSLEngine();
        assertThatThrownBy(() -> stream.startTls(undecided)).isInstanceOf(IllegalArgumentException.class);
        assertThat(stream.isOpen()).isTrue();
        stream.write(new byte[1]);
    }

    @Test
    void withAnEngineThatCannotBeginClosesTheStream() {
        SSLEngine engine = clientEngine();
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        engine.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}); // of TLS 1.2
        assertThatThrownBy(() -> stream.startTls(engine))
                .isExactlyInstanceOf(SSLHandshakeException.class)
                .hasMessageStartingWith("start TLS with 192.0.2.1:80: ");
        assertThat(transport.calls).isZero();
        assertThat(transport.closes).isEqualTo(1);
        assertThatThrownBy(() -> stream.write("secret".getBytes(US_ASCII)))
                .isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void onAResetConnectionIsASocketException() {
        transport.onRead(dst -> {
            throw new SocketException("Connection reset");
        });
        assertThatThrownBy(() -> stream.startTls(clientEngine()))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("start TLS with 192.0.2.1:80: Connection reset");
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void withADefectClosesTheStreamAndThrowsItAsItIs() {
        transport.onRead(dst -> {
            throw new IllegalStateException("defect");
        });
        assertThatThrownBy(() -> stream.startTls(clientEngine())).isInstanceOf(IllegalStateException.class);
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void onAPeerThatRefusesWhileWeStillSendTellsItsReason() {
        transport
                .onWrite(src -> {
                    throw new SocketException("Broken pipe");
                })
                .onRead(dst -> {
                    dst.put(new byte[] {21, 3, 3, 0, 2, 2, 40});
                    return 7;
                });
        assertThatThrownBy(() -> stream.startTls(clientEngine()))
                .isExactlyInstanceOf(SSLHandshakeException.class)
                .hasMessageStartingWith("start TLS with 192.0.2.1:80: ")
                .hasMessageContaining("handshake_failure")
                .hasStackTraceContaining("Broken pipe");
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void onAPeerThatGoesWithoutAWordWhileWeStillSendIsASocketException() {
        transport.onWrite(src -> {
            throw new SocketException("Broken pipe");
        });
        assertThatThrownBy(() -> stream.startTls(clientEngine()))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("start TLS with 192.0.2.1:80: Broken pipe");
        assertThat(stream.isOpen()).isFalse();
    }
}
