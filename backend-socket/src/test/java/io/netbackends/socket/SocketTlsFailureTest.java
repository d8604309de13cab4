// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TcpProxy;
import io.netbackends.testsupport.TestPki;
import io.netbackends.testsupport.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with peers that are untrusted, close early, stall, or do not speak TLS. */
class SocketTlsFailureTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    /** A write must have begun before this has passed; otherwise it changes nothing. */
    private static final Duration ENOUGH_TO_BEGIN = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Allocated in advance: the allocation may take longer than a short deadline. */
    private static final byte[] MORE_THAN_FITS = new byte[64 << 20];

    private static final TestPki PKI = TestPki.create();
    private static final Identity LOCALHOST = PKI.issue("localhost", "127.0.0.1");
    private static final SocketBackend NET = new SocketBackend();

    /** Starts the server's side of TLS on an accepted socket; closing it leaves the socket open. */
    private static SSLSocket serverSide(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) LOCALHOST.serverContext().getSocketFactory().createSocket(socket, null, -1, false);
        tls.setUseClientMode(false);
        return tls;
    }

    private static void shakeHands(NetworkStreamInterface stream, Socket far) throws Exception {
        Background<Void> server = Background.run(() -> {
            serverSide(far).startHandshake();
            return null;
        });
        stream.startTls(PKI.trusting(), "localhost");
        server.get();
    }

    private static void assertHandshakeFails(Identity server, String message) throws Exception {
        try (PlainServer peer = PlainServer.listening()
                        .toleratingIoFailures()
                        .serveTls(server.serverContext(), socket -> ((SSLSocket) socket).startHandshake());
                TcpProxy wire = TcpProxy.to(peer.port()).capturing();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", wire.port())) {
            assertThatThrownBy(() -> stream.startTls(PKI.trusting(), "localhost"))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageStartingWith("start TLS with 127.0.0.1:" + wire.port() + ": ")
                    .hasStackTraceContaining(message);
            assertThat(((Socket) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow()).isClosed())
                    .isTrue();
            assertThatThrownBy(() -> stream.write("secret".getBytes(US_ASCII)))
                    .isInstanceOf(NetworkStreamClosedException.class);
            assertThatThrownBy(() -> stream.startTls(PKI.trusting(), "localhost"))
                    .isInstanceOf(NetworkStreamClosedException.class);
            assertThat(new String(wire.sentByClient(), US_ASCII)).doesNotContain("secret");
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
        assertHandshakeFails(TestPki.create().issue("localhost"), "CertPathValidatorException");
    }

    @Test
    void aSelfSignedCertificateIsNotTrusted() throws Exception {
        assertHandshakeFails(TestPki.selfSigned("localhost"), "unable to find valid certification path");
    }

    @Test
    void anExpiredCertificateIsNotTrusted() throws Exception {
        assertHandshakeFails(PKI.issueExpired("localhost"), "NotAfter");
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws Exception {
        assertHandshakeFails(PKI.issue("example.org"), "No subject alternative DNS name matching localhost found");
    }

    @Test
    void thePeerIsToldWhyWithAnAlert() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            SSLSocket far = serverSide(peer.accept());
            Background<Void> server = Background.run(() -> {
                far.startHandshake();
                far.getInputStream().read();
                return null;
            });
            assertThatThrownBy(() -> stream.startTls(TestPki.create().trusting(), "localhost"))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(server.failure()).isInstanceOf(SSLException.class).hasMessageContaining("certificate_unknown");
        }
    }

    @Test
    void aPeerThatSpeaksPlainHttpIsToldFromOneThatSpeaksTls() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                        .toleratingIoFailures()
                        .serve(socket ->
                                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII)));
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            assertThatThrownBy(() -> stream.startTls(PKI.trusting(), "localhost"))
                    .isInstanceOf(SSLException.class)
                    .hasMessage("start TLS with 127.0.0.1:" + peer.port() + ": the peer does not speak TLS");
        }
    }

    @Test
    void bytesInjectedBeforeTheHandshakeGoToTheEngineAndNeverToTheCaller() throws Exception {
        try (PlainServer peer = PlainServer.listening().toleratingIoFailures();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            Socket far = peer.accept();
            far.getOutputStream().write("220 ok\r\nINJECTED\r\n".getBytes(US_ASCII));
            assertThat(stream.read(8)).isEqualTo("220 ok\r\n".getBytes(US_ASCII));
            assertThatThrownBy(() -> stream.startTls(PKI.trusting(), "localhost"))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
        }
    }

    @Test
    void aPeerThatHangsUpInTheHandshakeIsAHandshakeFailure() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(socket -> PlainServer.readExactly(socket, 5));
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            assertThatThrownBy(() -> stream.startTls(PKI.trusting(), "localhost"))
                    .isInstanceOfAny(SSLHandshakeException.class, SocketException.class)
                    .hasMessageStartingWith("start TLS with 127.0.0.1:" + peer.port());
            assertThat(stream.isOpen()).isFalse();
        }
    }

    @Test
    void aSilentPeerTimesOutAndNothingIsEverSentInPlaintext() throws Exception {
        try (PlainServer peer =
                        PlainServer.listening().serve(PlainServer.discard()).toleratingIoFailures();
                TcpProxy wire = TcpProxy.to(peer.port()).capturing();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", wire.port())) {
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(() -> stream.startTls(PKI.trusting(), "localhost"))
                        .isInstanceOf(NetworkTimeoutException.class);
                assertThat(timeout.isExpired()).isTrue();
            }
            assertThatThrownBy(() -> stream.write("secret".getBytes(US_ASCII)))
                    .isInstanceOf(NetworkStreamClosedException.class);
            assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
            assertThat(new String(wire.sentByClient(), US_ASCII)).doesNotContain("secret");
            assertThat(((Socket) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow()).isClosed())
                    .isTrue();
        }
    }

    @Test
    void aTrickledHandshakeIsCutOffAtTheDeadline() throws Exception {
        // The header of a long handshake record, then single bytes.
        byte[] endless = Arrays.copyOf(new byte[] {22, 3, 3, 64, 0, 2, 0, 63, -4}, 16_000);
        try (PlainServer peer = PlainServer.listening()
                        .toleratingIoFailures()
                        .serve(PlainServer.trickle(endless, Duration.ofMillis(20)));
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port());
                Timeout timeout = Timeout.after(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> stream.startTls(PKI.trusting(), "localhost"))
                    .isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
    }

    @Test
    void aTrustManagerThatTakesTooLongTimesOut() throws Exception {
        BlockingTrustManager blocking = new BlockingTrustManager();
        SSLContext slow = SSLContext.getInstance("TLS");
        slow.init(null, new TrustManager[] {blocking}, null);
        try (PlainServer peer = PlainServer.listening()
                        .toleratingIoFailures()
                        .serveTls(LOCALHOST.serverContext(), PlainServer.echo());
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port());
                Timeout timeout = Timeout.after(SHORT)) {
            blocking.deadline = timeout;
            assertThatThrownBy(() -> stream.startTls(slow, "localhost")).isInstanceOf(NetworkTimeoutException.class);
            assertThat(stream.isOpen()).isFalse();
        }
    }

    @Test
    void closingEndsAHandshakeInTheMiddle() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            Background<Void> handshake = Background.run(() -> {
                stream.startTls(PKI.trusting(), "localhost");
                return null;
            });
            Threads.awaitBlocked(handshake.thread());
            stream.close();
            assertThat(handshake.failure()).isInstanceOf(NetworkStreamClosedException.class);
        }
    }

    private static NetworkStreamInterface connect(TlsTruncation truncation, int port) throws IOException {
        return SocketBackend.builder().tlsTruncation(truncation).build().connect("127.0.0.1", port);
    }

    /** The peer sends one byte over TLS, these bytes without TLS, and closes without close_notify. */
    private static void readOneByteBefore(byte[] rawBytes, NetworkStreamInterface stream, Socket far) throws Exception {
        Background<Void> server = Background.run(() -> {
            serverSide(far).getOutputStream().write('x');
            far.getOutputStream().write(rawBytes);
            far.shutdownOutput();
            return null;
        });
        stream.startTls(PKI.trusting(), "localhost");
        assertThat(stream.read()).containsExactly('x');
        server.get();
    }

    @ParameterizedTest
    @EnumSource
    void anEndWithoutCloseNotifyIsAnErrorUnlessAllowed(TlsTruncation truncation) throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = connect(truncation, peer.port())) {
            readOneByteBefore(new byte[0], stream, peer.accept());
            for (int i = 0; i < 2; i++) {
                if (truncation == TlsTruncation.ERROR) {
                    assertThatThrownBy(stream::read)
                            .isInstanceOf(SSLException.class)
                            .hasMessageContaining("127.0.0.1:" + peer.port())
                            .hasMessageContaining("without a TLS close_notify");
                } else {
                    assertThat(stream.read()).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndInTheMiddleOfARecordIsAnErrorEitherWay(TlsTruncation truncation) throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = connect(truncation, peer.port())) {
            readOneByteBefore(new byte[] {23, 3, 3, 0, 100, 1, 2, 3}, stream, peer.accept());
            assertThatThrownBy(stream::read)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("middle of a record");
        }
    }

    @Test
    void aResetIsASocketExceptionAndNoTlsOne() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            Socket raw = peer.accept();
            shakeHands(stream, raw);
            PlainServer.reset(raw);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(stream::read).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void anAnswerToAKeyUpdateThatCannotBeSentCostsTheReaderNothing() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            SSLSocket far = serverSide(peer.accept());
            Thread reader = Thread.currentThread();
            CountDownLatch shutDown = new CountDownLatch(1);
            Background<Void> server = Background.run(() -> {
                far.getOutputStream().write('a');
                shutDown.await();
                far.startHandshake(); // requests a key update in TLS 1.3
                Threads.awaitBlocked(reader);
                far.getOutputStream().write('b');
                far.shutdownOutput();
                return null;
            });
            stream.startTls(PKI.trusting(), "localhost");
            ((Socket) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow()).shutdownOutput();
            shutDown.countDown();
            assertThat(stream.inputStream().readAllBytes()).containsExactly('a', 'b');
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(SocketException.class);
            server.get();
        }
    }

    @Test
    void readTimeoutsInTheMiddleOfRecordsLoseNothing() throws Exception {
        byte[] data = new byte[60_000];
        new Random(7).nextBytes(data);
        try (PlainServer peer = PlainServer.listening()
                        .toleratingIoFailures()
                        .serveTls(LOCALHOST.serverContext(), socket -> {
                            socket.getOutputStream().write(data);
                        });
                TcpProxy wire = TcpProxy.to(peer.port()).slicing(100);
                NetworkStreamInterface stream = NET.connect("127.0.0.1", wire.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(LONG, stream)) {
            stream.startTls(PKI.trusting(), "localhost");
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            while (received.size() < data.length) {
                try (Timeout timeout = Timeout.after(Duration.ofNanos(20_000))) {
                    received.write(stream.read());
                } catch (NetworkTimeoutException e) {
                    // try again
                }
            }
            assertThat(received.toByteArray()).isEqualTo(data);
        }
    }

    @Test
    void aWriteThatTimesOutNeverLeavesHalfARecordToGoOnWith() throws Exception {
        try (PlainServer peer = PlainServer.listening().toleratingIoFailures();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            Socket raw = peer.accept();
            shakeHands(stream, raw);
            try (Timeout timeout = Timeout.after(ENOUGH_TO_BEGIN)) {
                assertThatThrownBy(() -> stream.write(MORE_THAN_FITS)).isInstanceOf(NetworkTimeoutException.class);
            }
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(NetworkStreamClosedException.class);
            assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
        }
    }

    @Test
    void closingDoesNotWaitForAPeerThatDoesNotRead() throws Exception {
        try (PlainServer peer = PlainServer.listening().toleratingIoFailures();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(LONG, stream)) {
            Socket raw = peer.accept();
            shakeHands(stream, raw);
            Background<Void> writer = Background.run(() -> {
                stream.write(MORE_THAN_FITS);
                return null;
            });
            Threads.awaitBlocked(writer.thread());
            stream.close();
            assertThat(writer.failure()).isInstanceOf(NetworkStreamClosedException.class);
        }
    }
}
