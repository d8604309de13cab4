// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyBackendTest {
    private static final TestPki PKI = TestPki.create();
    private static PlainServer echo;
    private static PlainServer tlsEcho;

    @BeforeAll
    static void listen() throws IOException {
        echo = PlainServer.listening().toleratingIoFailures().serve(PlainServer.echo());
        tlsEcho = PlainServer.listening()
                .toleratingIoFailures()
                .serveTls(PKI.issue("tls.test", "127.0.0.1").serverContext(), PlainServer.echo());
    }

    @AfterAll
    static void close() {
        echo.close();
        tlsEcho.close();
    }

    private static void assertEchoes(NetworkStreamInterface stream) throws IOException {
        stream.write("ping".getBytes(US_ASCII));
        assertThat(stream.read()).isEqualTo("ping".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, socks5h",
        "BLOCKING, socks4a",
        "BLOCKING, http",
        "ASYNCHRONOUS, socks5h",
        "ASYNCHRONOUS, socks4a",
        "ASYNCHRONOUS, http"
    })
    void theProxyLooksUpTheName(Half half, String scheme) throws IOException {
        try (TestProxy proxy = TestProxy.open()) {
            NetworkBackendInterface net = half.over(Proxies.through(proxy.url(scheme)));
            try (NetworkStreamInterface stream = net.connect("only-the-proxy-knows.test", echo.port())) {
                assertEchoes(stream);
                String peer = "only-the-proxy-knows.test:" + echo.port();
                assertThat(proxy.requested).containsExactly(peer);
                assertThat(stream.toString()).contains(peer + " through " + proxy.url(scheme));
                assertThat(stream.getExtraInfo(ProxyBackend.PROXIES)).contains(proxy.url(scheme));
                assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR))
                        .contains(InetSocketAddress.createUnresolved("only-the-proxy-knows.test", echo.port()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, socks5", "BLOCKING, socks4", "ASYNCHRONOUS, socks5", "ASYNCHRONOUS, socks4"})
    void theProxyGetsAnAddressThatTheResolverHasFound(Half half, String scheme) throws IOException {
        try (TestProxy proxy = TestProxy.open()) {
            NetworkBackendInterface net = half.over(Proxies.builder()
                    .resolver(host -> List.of(InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")))
                    .through(proxy.url(scheme))
                    .build());
            try (NetworkStreamInterface stream = net.connect("only-we-know.invalid", echo.port())) {
                assertEchoes(stream);
                assertThat(proxy.requested).contains("127.0.0.1:" + echo.port());
                assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR).map(SocketAddress::toString))
                        .contains("only-we-know.invalid/127.0.0.1:" + echo.port());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void theProxyGetsTheAddressesOfARequestAndNotItsName(Half half) throws IOException {
        try (TestProxy proxy = TestProxy.open()) {
            NetworkBackendInterface net = half.over(Proxies.through(proxy.url("socks5h")));
            ConnectRequest request = ConnectRequest.to("example.org", echo.port())
                    .withAddresses(List.of(InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")));
            try (NetworkStreamInterface stream = net.connect(request)) {
                assertEchoes(stream);
            }
            assertThat(proxy.requested).containsExactly("0:0:0:0:0:0:0:1:" + echo.port(), "127.0.0.1:" + echo.port());
        }
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, socks5h", "BLOCKING, http", "ASYNCHRONOUS, socks5h", "ASYNCHRONOUS, http"})
    void credentialsAreSentAndAreInNoMessage(Half half, String scheme) throws IOException {
        try (TestProxy proxy = TestProxy.open().requiring("me:secret")) {
            NetworkBackendInterface net = half.over(Proxies.through(proxy.url(scheme)));
            try (NetworkStreamInterface stream = net.connect("known.test", echo.port())) {
                assertEchoes(stream);
                assertThat(stream.toString()).doesNotContain("secret");
            }
            String wrong = scheme + "://me:wrong-secret@127.0.0.1:" + proxy.port();
            assertThatThrownBy(() -> half.over(Proxies.through(wrong)).connect("known.test", echo.port()))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("connect to known.test:" + echo.port() + " through " + scheme
                            + "://127.0.0.1:" + proxy.port() + ": the proxy ")
                    .hasMessageContaining("rejected user and password")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
            assertThatThrownBy(() -> half.over(Proxies.through(scheme + "://127.0.0.1:" + proxy.port()))
                            .connect("known.test", echo.port()))
                    .hasMessageContaining("requires credentials");
        }
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, socks5h", "BLOCKING, http", "ASYNCHRONOUS, socks5h", "ASYNCHRONOUS, http"})
    void failuresSayWhetherTheProxyOrTheTargetCannotBeReached(Half half, String scheme) throws IOException {
        int closed = PlainServer.closedPort();
        String noProxy = scheme + "://127.0.0.1:" + closed;
        assertThatThrownBy(() -> half.over(Proxies.through(noProxy)).connect("api.test", 443))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("connect to api.test:443 through " + noProxy + ": the proxy " + noProxy
                        + " cannot be reached: ")
                .hasMessageEndingWith("onnection refused");
        assertThatThrownBy(() ->
                        half.over(Proxies.through(scheme + "://proxy.invalid")).connect("api.test", 443))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("connect to api.test:443 through " + scheme + "://proxy.invalid");
        try (TestProxy proxy = TestProxy.open()) {
            assertThatThrownBy(
                            () -> half.over(Proxies.through(proxy.url(scheme))).connect("api.test", closed))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the proxy " + proxy.url(scheme) + " could not reach api.test:" + closed);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void aChainLeadsThroughEachProxyInTurn(Half half) throws IOException {
        try (TestProxy near = TestProxy.open().requiring("a:b");
                TestProxy middle = TestProxy.open();
                TestProxy far = TestProxy.open()) {
            NetworkBackendInterface net =
                    half.over(Proxies.through(near.url("socks5h"), middle.url("http"), far.url("socks4a")));
            try (NetworkStreamInterface stream = net.connect("known.test", echo.port())) {
                assertEchoes(stream);
            }
            assertThat(near.requested).containsExactly("127.0.0.1:" + middle.port());
            assertThat(middle.requested).containsExactly("127.0.0.1:" + far.port());
            assertThat(far.requested).containsExactly("known.test:" + echo.port());
            int closed = PlainServer.closedPort();
            assertThatThrownBy(() -> half.over(Proxies.through(near.url("socks5h"), "http://127.0.0.1:" + closed))
                            .connect("known.test", echo.port()))
                    .hasMessageContaining("through socks5h://127.0.0.1:" + near.port() + " and http://127.0.0.1:"
                            + closed + ": the proxy socks5h://127.0.0.1:" + near.port()
                            + " could not reach 127.0.0.1:" + closed);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void tlsGoesThroughTlsToTheProxy(Half half) throws IOException {
        try (TestProxy proxy =
                TestProxy.openTls(PKI.issue("127.0.0.1").serverContext()).requiring("me:secret")) {
            NetworkBackendInterface net = half.over(Proxies.builder()
                    .sslContext(PKI.trusting())
                    .through(proxy.url("https"))
                    .build());
            try (NetworkStreamInterface stream = net.connect("tls.test", tlsEcho.port())) {
                assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT)).isEmpty();
                stream.startTls(PKI.trusting(), "tls.test");
                assertEchoes(stream);
                assertThat(stream.getExtraInfo(ExtraInfo.SSL_SESSION)).isPresent();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void aProxyWhoseCertificateIsForAnotherHostIsNotTrusted(Half half) throws IOException {
        try (TestProxy proxy = TestProxy.openTls(PKI.issue("other.test").serverContext())) {
            NetworkBackendInterface net = half.over(Proxies.builder()
                    .sslContext(PKI.trusting())
                    .through(proxy.url("https"))
                    .build());
            assertThatThrownBy(() -> net.connect("tls.test", tlsEcho.port()))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("connect to tls.test:")
                    .hasMessageContaining("TLS with the proxy " + "https://127.0.0.1:" + proxy.port() + " failed");
            assertThat(proxy.requested).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void aProxyMayBeBehindAUnixDomainSocket(Half half, @TempDir Path directory) throws Exception {
        Path path = directory.resolve("proxy.sock");
        NetworkBackendInterface sockets = UnixSocketBackend.builder().build();
        try (NetworkListenerInterface listener = sockets.listen(UnixDomainSocketAddress.of(path))) {
            Background<String> proxy = Background.run(() -> {
                try (NetworkStreamInterface stream = listener.accept()) {
                    byte[] greeting = stream.read();
                    stream.write(new byte[] {5, 0});
                    byte[] request = stream.read();
                    stream.write("\5\0\0\1\0\0\0\0\0\0early".getBytes(US_ASCII));
                    return greeting.length + " " + request.length;
                }
            });
            NetworkBackendInterface net = half.overUnixSockets(Proxies.through("socks5h+unix://" + path));
            try (NetworkStreamInterface stream = net.connect("api.test", 7)) {
                assertThat(stream.read()).isEqualTo("early".getBytes(US_ASCII));
            }
            assertThat(proxy.get()).isEqualTo("3 15");
        }
        assertThatThrownBy(() ->
                        half.over(Proxies.through("socks5h+unix://" + path)).connect("api.test", 7))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("proxy:unixsocket");
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void rulesAndExceptionsDecide(Half half) throws IOException {
        try (TestProxy one = TestProxy.open();
                TestProxy two = TestProxy.open()) {
            NetworkBackendInterface net = half.over(Proxies.builder()
                    .noProxy("127.0.0.0/8")
                    .rule("*.two.test", two.url("http"))
                    .through(one.url("socks5h"))
                    .build());
            for (String host : List.of("127.0.0.1", "a.two.test", "two.test")) {
                try (NetworkStreamInterface stream = net.connect(host, echo.port())) {
                    assertEchoes(stream);
                    assertThat(stream.getExtraInfo(ProxyBackend.PROXIES).isEmpty())
                            .isEqualTo(host.equals("127.0.0.1"));
                }
            }
            assertThat(one.requested).containsExactly("two.test:" + echo.port());
            assertThat(two.requested).containsExactly("a.two.test:" + echo.port());
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void laterFailuresNameTheTargetAndTheProxy(Half half) throws IOException {
        try (PlainServer resetting =
                        PlainServer.listening().toleratingIoFailures().serve(PlainServer::reset);
                TestProxy proxy = TestProxy.open()) {
            NetworkBackendInterface net = half.over(Proxies.through(proxy.url("socks5h")));
            try (NetworkStreamInterface stream = net.connect("known.test", resetting.port())) {
                assertThatThrownBy(stream::read)
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining(
                                "read from known.test:" + resetting.port() + " through " + proxy.url("socks5h") + ": ");
            }
        }
    }
}
