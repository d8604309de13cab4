// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over connections in memory, with streams at both ends. */
class MemoryTlsTest {
    private static final TestPki PKI = TestPki.create();
    private static final Identity API = PKI.issue("api.test");

    private MemoryPair pair = MemoryBackend.pair();
    private ClosingWatchdog watchdog = guard();

    @AfterEach
    void close() throws Exception {
        pair.close();
        watchdog.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 65536", "TLSv1.2, 65536", "TLSv1.3, 64", "TLSv1.2, 1"})
    void carriesBothDirectionsAndEndsWithCloseNotify(String protocol, int bufferSize) throws Exception {
        reconnect(MemorySettings.DEFAULT.withBufferSize(bufferSize));
        byte[] data = new byte[100_000];
        new Random(1).nextBytes(data);
        Background<Void> echo = Background.run(() -> {
            secureServer(protocol); // may wait until the session tickets are read
            pair.server().inputStream().transferTo(pair.server().outputStream());
            pair.server().close();
            return null;
        });
        secureClient(protocol);
        Background<byte[]> received =
                Background.run(() -> pair.client().inputStream().readAllBytes());
        pair.client().write(data);
        pair.client().shutdownOutput();
        assertThat(received.get()).isEqualTo(data);
        echo.get();
        assertThat(pair.client().getExtraInfo(ExtraInfo.SSL_SESSION))
                .map(SSLSession::getProtocol)
                .contains(protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closeSendsCloseNotifyEvenIfTheSessionTicketsWereNotRead(String protocol) throws Exception {
        secure(protocol);
        pair.client().write("last".getBytes(US_ASCII));
        pair.client().close();
        assertThat(pair.server().inputStream().readAllBytes()).isEqualTo("last".getBytes(US_ASCII));
    }

    @Test
    void aGoodbyeForWhichThereIsNoRoomDestroysNothingThatWasWritten() throws Exception {
        secure("TLSv1.2");
        MemorySocket near = MemorySocket.of(pair.client());
        MemorySocket far = MemorySocket.of(pair.server());
        near.getOutputStream().write(new byte[64 * 1024]);
        try (Timeout timeout = Timeout.after(Duration.ofMillis(100))) {
            pair.client().close();
        }
        assertThat(far.getInputStream().readAllBytes()).hasSize(64 * 1024);
    }

    @Test
    void aPeerThatGoesWithoutCloseNotifyHasCutOffItsData() throws Exception {
        secure("TLSv1.3");
        MemorySocket.of(pair.server()).close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pair.client().read())
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("close_notify");
        }
    }

    @Test
    void aPeerThatGoesWithoutCloseNotifyMayBeAllowedTo() throws Exception {
        reconnect(MemorySettings.DEFAULT.with(TlsTruncation.END_OF_STREAM));
        secure("TLSv1.3");
        MemorySocket.of(pair.server()).close();
        assertThat(pair.client().read()).isEmpty();
    }

    @Test
    void aPeerThatIsNotTrustedIsLeft() throws Exception {
        Background<Void> server = Background.run(() -> {
            pair.server()
                    .startTls(engine(
                            TestPki.selfSigned("api.test").serverContext().createSSLEngine(), "TLSv1.3", false));
            pair.server().read();
            return null;
        });
        assertThatThrownBy(() -> pair.client().startTls(PKI.trusting(), "api.test"))
                .isInstanceOf(SSLHandshakeException.class);
        assertThat(pair.client().isOpen()).isFalse();
        assertThat(server.failure()).isInstanceOf(SSLException.class);
    }

    @Test
    void aHandshakeWithASilentPeerTimesOutAndSendsNothingInPlaintextAfterwards() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ofMillis(200))) {
            assertThatThrownBy(() -> pair.client().startTls(PKI.trusting(), "api.test"))
                    .isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
        assertThatThrownBy(() -> pair.client().write("secret".getBytes(US_ASCII)))
                .isInstanceOf(NetworkStreamClosedException.class);
        assertThat(MemorySocket.of(pair.client()).isClosed()).isTrue();
    }

    @Test
    void aHandshakeWithAPeerThatDoesNotEvenReadTimesOutInItsWrite() throws Exception {
        reconnect(MemorySettings.DEFAULT.withBufferSize(1));
        try (Timeout timeout = Timeout.after(Duration.ofMillis(200))) {
            assertThatThrownBy(() -> pair.client().startTls(PKI.trusting(), "api.test"))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("write to ");
            assertThat(timeout.isExpired()).isTrue();
        }
        assertThat(pair.client().isOpen()).isFalse();
        assertThat(MemorySocket.of(pair.client()).isClosed()).isTrue();
    }

    @Test
    void anErrorInTheMiddleOfAWriteIsNoOrderlyEndForThePeer() throws Exception {
        SSLEngine engine = engine(PKI.trusting().createSSLEngine("api.test", 443), "TLSv1.3", true);
        SSLEngine failing = mock(SSLEngine.class, delegatesTo(engine));
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        AtomicInteger recordsLeft = new AtomicInteger(Integer.MAX_VALUE);
        doAnswer(call -> {
                    if (recordsLeft.getAndDecrement() <= 0) {
                        throw error;
                    }
                    return engine.wrap(call.<ByteBuffer>getArgument(0), call.<ByteBuffer>getArgument(1));
                })
                .when(failing)
                .wrap(any(ByteBuffer.class), any(ByteBuffer.class));
        Background<byte[]> received = Background.run(() -> {
            secureServer("TLSv1.3");
            return pair.server().inputStream().readAllBytes();
        });
        pair.client().startTls(failing);

        recordsLeft.set(10);
        assertThatThrownBy(() -> pair.client().write(new byte[1024 * 1024])).isSameAs(error);

        assertThat(pair.client().isOpen()).isFalse();
        assertThatThrownBy(() -> pair.client().write("next message".getBytes(US_ASCII)))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasCause(error);
        assertThat(received.failure()).isInstanceOf(SocketException.class).hasMessageContaining("Connection reset");
    }

    @Test
    void theRawSocketIsStillToBeHad() throws Exception {
        MemorySocket before = MemorySocket.of(pair.client());
        secure("TLSv1.3");
        assertThat(MemorySocket.of(pair.client())).isSameAs(before);
        assertThat(pair.client().getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(before.getRemoteAddress());
    }

    private void secure(String protocol) throws Exception {
        Background<Void> server = Background.run(() -> secureServer(protocol));
        secureClient(protocol);
        server.get();
    }

    private Void secureServer(String protocol) throws Exception {
        pair.server().startTls(engine(API.serverContext().createSSLEngine(), protocol, false));
        return null;
    }

    private void secureClient(String protocol) throws Exception {
        SSLEngine engine = PKI.trusting().createSSLEngine("api.test", 443);
        SSLParameters verifying = engine.getSSLParameters();
        verifying.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(verifying);
        pair.client().startTls(engine(engine, protocol, true));
    }

    private static SSLEngine engine(SSLEngine engine, String protocol, boolean client) {
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    private void reconnect(MemorySettings settings) throws Exception {
        close();
        pair = MemoryPair.connect(settings);
        watchdog = guard();
    }

    private ClosingWatchdog guard() {
        return ClosingWatchdog.after(
                Duration.ofSeconds(60), MemorySocket.of(pair.client()), MemorySocket.of(pair.server()));
    }
}
