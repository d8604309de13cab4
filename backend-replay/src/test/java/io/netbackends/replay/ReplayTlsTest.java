// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.TestPki;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/** TLS in a replay: it starts where it was recorded, without encryption. */
class ReplayTlsTest extends ReplayTestBase {
    @Test
    void startsWhereItStartedAndTellsWhatWasAgreedOn() throws Exception {
        NetworkStreamInterface stream = connect(connection()
                .write(1, "STARTTLS")
                .read(1, "go on")
                .tls(1, "h2")
                .write(1, "x")
                .read(1, "secret"));
        assertThat(stream.getExtraInfo(ExtraInfo.SSL_SESSION)).isEmpty();
        stream.write(bytes("STARTTLS"));
        stream.read();
        startTls(stream);
        SSLSession session = stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseThrow();
        assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
        assertThat(session.getCipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
        assertThat(session.getPeerHost()).isEqualTo("localhost");
        assertThatThrownBy(session::getPeerCertificates).isInstanceOf(SSLPeerUnverifiedException.class);
        SSLEngine engine = stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow();
        assertThat(engine.getApplicationProtocol()).isEqualTo("h2");
        assertThat(engine.getSession()).isSameAs(session);
        assertThat(stream).hasToString("<NetworkStream [\"127.0.0.1:80\" TLS]>");
        stream.write(bytes("x"));
        assertThat(text(stream.read())).isEqualTo("secret");
        stream.close();
        assertThat(stream).hasToString("<NetworkStream [\"127.0.0.1:80\" TLS CLOSED]>");
        assertThat(stream.getExtraInfo(ExtraInfo.SSL_SESSION)).contains(session);
    }

    @Test
    void tellsTheCertificatesOfThePeer() throws Exception {
        X509Certificate shown = TestPki.create().issue("localhost").certificate();
        NetworkStreamInterface stream = connect(connection().tls(1, shown));
        startTls(stream);
        SSLSession session = stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseThrow();
        assertThat(session.getPeerCertificates())
                .isInstanceOf(X509Certificate[].class)
                .containsExactly(shown);
        assertThat(session.getPeerPrincipal()).isEqualTo(shown.getSubjectX500Principal());
        assertThat(session.isValid()).isTrue();
    }

    @Test
    void goesOnInPlaintextAfterIt() throws Exception {
        NetworkStreamInterface stream =
                connect(connection().tls(1, "").read(1, "secret").write(1, "plain"));
        startTls(stream);
        stream.read();
        stream.endTls();
        stream.write(bytes("plain"));
        assertThat(stream.getExtraInfo(ExtraInfo.SSL_SESSION)).isEmpty();
    }

    @Test
    void startedInAnotherPlaceItIsADifferenceAndClosesTheStream() throws Exception {
        for (Recording recording : new Recording[] {
            connection().write(1, "x").tls(1, ""),
            connection().read(1, "x").tls(1, ""),
            connection().read(1, "x"),
            connection().eof(1).close(1),
            connection()
        }) {
            NetworkStreamInterface stream = connect(recording);
            assertThatThrownBy(() -> startTls(stream)).isInstanceOf(ReplayMismatchException.class);
            assertThat(stream.isOpen()).isFalse();
            assertThatThrownBy(() -> stream.write(bytes("x"))).isInstanceOf(NetworkStreamClosedException.class);
        }
    }

    @Test
    void notStartedItIsADifference() throws Exception {
        assertThatThrownBy(connect(connection().tls(1, "").read(1, "x"))::read)
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the recording continues with the start of TLS");
        assertThatThrownBy(() -> connect(connection().tls(1, "").write(1, "x")).write(bytes("x")))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the recording continues with the start of TLS");
    }

    @Test
    void aHandshakeFailsAsItFailed() throws Exception {
        NetworkStreamInterface stream = connect(connection()
                .error(1, "startTls", "javax.net.ssl.SSLHandshakeException", "not trusted")
                .close(1));
        assertThatThrownBy(() -> startTls(stream))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage("start TLS with 127.0.0.1:80: not trusted");
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void theEngineIsChecked() throws Exception {
        NetworkStreamInterface stream = connect(connection().tls(1, "").eof(1));
        SSLEngine used = SSLContext.getDefault().createSSLEngine();
        used.setUseClientMode(true);
        used.beginHandshake();
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> stream.startTls(used)).isInstanceOf(IllegalArgumentException.class);
        }
        startTls(stream);
        assertThat(stream.read()).isEmpty();
    }

    @Test
    void atAnExpiredDeadlineItClosesTheStream() throws Exception {
        NetworkStreamInterface stream = connect(connection().tls(1, "").write(1, "x"));
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> startTls(stream))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("start TLS with 127.0.0.1:80");
        }
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void aReaderKeepsOthersFromStartingIt() throws Exception {
        NetworkStreamInterface stream =
                connect(connection().write(1, "x").read(1, "x").tls(1, ""));
        blocked(stream::read);
        assertThatThrownBy(() -> startTls(stream)).isInstanceOf(IllegalStateException.class);
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void anEndWithoutCloseNotifyIsTheErrorThatItWas() throws Exception {
        NetworkStreamInterface stream = connect(connection()
                .tls(1, "")
                .read(1, "half")
                .error(1, "read", "javax.net.ssl.SSLException", "no close_notify"));
        startTls(stream);
        stream.read();
        assertThatThrownBy(stream::read).isInstanceOf(SSLException.class).hasMessageContaining("no close_notify");
    }

    private static void startTls(NetworkStreamInterface stream) throws Exception {
        stream.startTls(SSLContext.getDefault(), "localhost");
    }
}
