// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TcpProxy;
import io.netbackends.testsupport.TestPki;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Successful TLS connections to the JDK's own {@link SSLSocket}. */
class SocketTlsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TestPki PKI = TestPki.create();
    private static final Identity LOCALHOST = PKI.issue("localhost", "127.0.0.1", "::1");
    private static final SocketBackend NET = new SocketBackend();

    static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    private static PlainServer server(PlainServer.Script script) throws Exception {
        return PlainServer.listening().serveTls(LOCALHOST.serverContext(), script);
    }

    private static NetworkStreamInterface connectTls(int port) throws Exception {
        NetworkStreamInterface stream = NET.connect("127.0.0.1", port);
        stream.startTls(PKI.trusting(), "localhost");
        return stream;
    }

    static SSLEngine engine(SSLContext context, String protocol) {
        SSLEngine engine = context.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    /** Writes and reads at the same time. */
    private static void assertEchoes(NetworkStreamInterface stream, byte[] data) throws Exception {
        Background<Void> writer = Background.run(() -> {
            stream.write(data);
            return null;
        });
        assertThat(stream.inputStream().readNBytes(data.length)).isEqualTo(data);
        writer.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void readsAndWritesAtTheSameTime(String protocol) throws Exception {
        byte[] data = random(3_000_000);
        try (PlainServer peer = server(PlainServer.echo());
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(LONG, stream)) {
            stream.startTls(engine(PKI.trusting(), protocol));
            Background<Void> writer = Background.run(() -> {
                stream.write(data);
                stream.shutdownOutput();
                return null;
            });
            assertThat(stream.inputStream().readNBytes(data.length)).isEqualTo(data);
            writer.get();
            assertThat(stream.read()).isEmpty();
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseThrow().getProtocol())
                    .isEqualTo(protocol);
        }
    }

    @Test
    void showsWhatWasAgreedOn() throws Exception {
        try (PlainServer peer = server(PlainServer.echo());
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            Object socket = stream.getExtraInfo("socket");
            assertThat(stream.getExtraInfo("ssl_object")).isNull();
            stream.startTls(PKI.trusting(), "localhost");
            assertThat(stream).hasToString("<NetworkStream [\"127.0.0.1:" + peer.port() + "\" TLS]>");
            assertThat(stream.getExtraInfo("socket")).isSameAs(socket);
            assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(peer.address());
            SSLSession session = stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseThrow();
            assertThat(session.getPeerCertificates()[0]).isEqualTo(LOCALHOST.certificate());
            stream.close();
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_SESSION)).contains(session);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost.", "127.0.0.1", "[::1]"})
    void verifiesNamesAndAddressesAndSendsOnlyNames(String hostname) throws Exception {
        PlainServer.Script greet = socket -> {
            SSLSocket tls = (SSLSocket) socket;
            tls.startHandshake();
            Object names = ((ExtendedSSLSession) tls.getSession())
                    .getRequestedServerNames()
                    .toString();
            socket.getOutputStream().write(names.toString().getBytes(US_ASCII));
        };
        try (PlainServer peer = server(greet);
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            stream.startTls(PKI.trusting(), hostname);
            String names = new String(stream.inputStream().readAllBytes(), US_ASCII);
            if (hostname.startsWith("localhost")) {
                assertThat(names).contains("value=localhost]");
            } else {
                assertThat(names).isEqualTo("[]");
            }
        }
    }

    @Test
    void startsInTheMiddleOfAConversation() throws Exception {
        PlainServer.Script starttls = socket -> {
            assertThat(PlainServer.readLine(socket.getInputStream())).isEqualTo("STARTTLS");
            socket.getOutputStream().write("220 ok\r\n".getBytes(US_ASCII));
            SSLSocket tls =
                    (SSLSocket) LOCALHOST.serverContext().getSocketFactory().createSocket(socket, null, -1, true);
            tls.setUseClientMode(false);
            tls.getOutputStream().write("greeting\r\n".getBytes(US_ASCII));
            assertThat(PlainServer.readLine(tls.getInputStream())).isEqualTo("secret");
            tls.close();
        };
        try (PlainServer peer = PlainServer.listening().serve(starttls);
                TcpProxy wire = TcpProxy.to(peer.port()).capturing();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", wire.port())) {
            stream.write("STARTTLS\r\n".getBytes(US_ASCII));
            assertThat(stream.read()).isEqualTo("220 ok\r\n".getBytes(US_ASCII));
            stream.startTls(PKI.trusting(), "localhost");
            assertThat(stream.read()).isEqualTo("greeting\r\n".getBytes(US_ASCII));
            stream.write("secret\r\n".getBytes(US_ASCII));
            assertThat(stream.read()).isEmpty();
            assertThat(new String(wire.sentByClient(), US_ASCII))
                    .contains("STARTTLS")
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void recordsMayComeByteByByte(String protocol) throws Exception {
        byte[] data = random(20_000);
        try (PlainServer peer = server(PlainServer.echo());
                TcpProxy wire = TcpProxy.to(peer.port()).slicing(1);
                NetworkStreamInterface stream = NET.connect("127.0.0.1", wire.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(LONG, stream)) {
            stream.startTls(engine(PKI.trusting(), protocol));
            assertEchoes(stream, data);
        }
    }

    @Test
    void agreesOnAnApplicationProtocol() throws Exception {
        PlainServer.Script server = socket -> {
            SSLSocket tls = (SSLSocket) socket;
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"dummy1", "dummy2"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
        };
        try (PlainServer peer = server(server);
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            SSLEngine engine = engine(PKI.trusting(), "TLSv1.3");
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"dummy3", "dummy2"});
            engine.setSSLParameters(parameters);
            stream.startTls(engine);
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow().getApplicationProtocol())
                    .isEqualTo("dummy2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesASessionWithTheSameHostAndPort(String protocol) throws Exception {
        SSLContext context = PKI.trusting();
        context.getClientSessionContext().setSessionCacheSize(10);
        PlainServer.Script greet = socket -> socket.getOutputStream().write('x');
        long[] created = new long[2];
        try (PlainServer peer = server(greet)) {
            for (int i = 0; i < 2; i++) {
                try (NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
                    SSLEngine engine = context.createSSLEngine("localhost", peer.port());
                    engine.setUseClientMode(true);
                    engine.setEnabledProtocols(new String[] {protocol});
                    stream.startTls(engine);
                    assertThat(stream.read()).containsExactly('x'); // and the session ticket before the data
                    created[i] = stream.getExtraInfo(ExtraInfo.SSL_SESSION)
                            .orElseThrow()
                            .getCreationTime();
                }
                awaitNextMilli();
            }
        }
        assertThat(created[1]).isEqualTo(created[0]);
    }

    private static void awaitNextMilli() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
    }

    @Test
    void servesToo() throws Exception {
        try (NetworkListenerInterface listener = NET.listen("127.0.0.1", 0)) {
            Background<byte[]> server = Background.run(() -> {
                try (NetworkStreamInterface accepted = listener.accept()) {
                    SSLEngine engine = LOCALHOST.serverContext().createSSLEngine();
                    engine.setUseClientMode(false);
                    accepted.startTls(engine);
                    accepted.write("hello".getBytes(US_ASCII));
                    return accepted.inputStream().readAllBytes();
                }
            });
            try (NetworkStreamInterface client = NET.connect(listener.getLocalAddress())) {
                client.startTls(PKI.trusting(), "localhost");
                assertThat(client.inputStream().readNBytes(5)).isEqualTo("hello".getBytes(US_ASCII));
                client.write("bye".getBytes(US_ASCII));
            }
            assertThat(server.get()).isEqualTo("bye".getBytes(US_ASCII));
        }
    }

    @Test
    void runsInsideTls() throws Exception {
        PlainServer.Script proxy = outer -> {
            SSLSocket inner =
                    (SSLSocket) LOCALHOST.serverContext().getSocketFactory().createSocket(outer, null, -1, true);
            inner.setUseClientMode(false);
            PlainServer.echo().run(inner);
        };
        byte[] data = random(200_000);
        try (PlainServer peer = server(proxy).toleratingIoFailures();
                NetworkStreamInterface stream = connectTls(peer.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(LONG, stream)) {
            SSLEngine outer = stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow();
            stream.startTls(PKI.trusting(), "localhost");
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow()).isNotSameAs(outer);
            assertEchoes(stream, data);
        }
    }

    @Test
    void aRenegotiationIsAnsweredByAClientThatOnlyReads() throws Exception {
        PlainServer.Script server = socket -> {
            SSLSocket tls = (SSLSocket) socket;
            tls.startHandshake();
            CountDownLatch renegotiated = new CountDownLatch(1);
            tls.addHandshakeCompletedListener(event -> renegotiated.countDown());
            tls.startHandshake();
            Background<Integer> reader =
                    Background.run(() -> tls.getInputStream().read()); // so that the session is resumed
            renegotiated.await();
            tls.getOutputStream().write('x');
            reader.get();
        };
        try (PlainServer peer = server(server);
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(10), stream)) {
            stream.startTls(engine(PKI.trusting(), "TLSv1.2"));
            assertThat(stream.read()).containsExactly('x');
        }
    }

    @Test
    void aRekeyedConnectionGoesOn() throws Exception {
        byte[] data = random(100_000);
        PlainServer.Script server = socket -> {
            SSLSocket tls = (SSLSocket) socket;
            InputStream in = tls.getInputStream();
            OutputStream out = tls.getOutputStream();
            for (int i = 0; i < 10; i++) {
                out.write(in.readNBytes(10_000));
                tls.startHandshake(); // requests a key update in TLS 1.3
            }
        };
        try (PlainServer peer = server(server);
                NetworkStreamInterface stream = connectTls(peer.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(LONG, stream)) {
            assertEchoes(stream, data);
        }
    }

    @Test
    void aRenegotiatedTls12ConnectionGoesOn() throws Exception {
        byte[] data = random(50_000);
        PlainServer.Script server = socket -> {
            SSLSocket tls = (SSLSocket) socket;
            for (int i = 0; i < 5; i++) {
                tls.getOutputStream().write(tls.getInputStream().readNBytes(10_000));
                tls.startHandshake(); // renegotiates
            }
            tls.getInputStream().read();
        };
        // The client may close before the last one has arrived.
        try (PlainServer peer = server(server).toleratingIoFailures();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port());
                ClosingWatchdog watchdog = ClosingWatchdog.after(LONG, stream)) {
            stream.startTls(engine(PKI.trusting(), "TLSv1.2"));
            for (int i = 0; i < 5; i++) {
                byte[] part = Arrays.copyOfRange(data, i * 10_000, (i + 1) * 10_000);
                stream.write(part);
                assertThat(stream.inputStream().readNBytes(part.length)).isEqualTo(part);
            }
        }
    }
}
