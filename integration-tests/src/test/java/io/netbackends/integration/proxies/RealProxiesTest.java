// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.proxies;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.BlockingBackend;
import io.netbackends.integration.proxies.ProxyPrograms.Kind;
import io.netbackends.proxy.AsyncProxyBackend;
import io.netbackends.proxy.Proxies;
import io.netbackends.proxy.ProxyBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunnels through tinyproxy, microsocks, Dante and OpenSSH, with each transport and half. */
class RealProxiesTest {
    private static final TestPki PKI = TestPki.create();
    private static ProxyPrograms proxies;
    private static PlainServer echo;
    private static PlainServer tlsEcho;

    private Timeout timeout;

    @BeforeAll
    static void start() throws IOException {
        proxies = new ProxyPrograms();
        echo = PlainServer.listening().toleratingIoFailures().serve(PlainServer.echo());
        tlsEcho = PlainServer.listening()
                .toleratingIoFailures()
                .serveTls(PKI.issue("localhost").serverContext(), PlainServer.echo());
    }

    @AfterAll
    static void stop() throws IOException {
        try (PlainServer plain = echo;
                PlainServer tls = tlsEcho) {
            if (proxies != null) {
                proxies.close();
            }
        }
    }

    @BeforeEach
    void limit() {
        timeout = Timeout.after(Duration.ofSeconds(30));
    }

    @AfterEach
    void endLimit() {
        timeout.close();
    }

    static Stream<Arguments> ways() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of("socket", "nio", "async nio").map(net -> Arguments.of(kind, net)));
    }

    private static NetworkBackendInterface net(String transport, String... urls) {
        Proxies through = Proxies.through(urls);
        return transport.startsWith("async ")
                ? BlockingBackend.of(new AsyncProxyBackend(AsyncNetworkBackend.named(transport.substring(6)), through))
                : new ProxyBackend(NetworkBackend.named(transport), through);
    }

    /** Transfers a megabyte in each direction, and then half-closes: tunnels pass on the half-close. */
    private static void assertEchoes(NetworkStreamInterface stream) throws Exception {
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        Background<Void> writer = Background.run(Timeout.propagate(() -> {
            stream.write(data);
            return null;
        }));
        byte[] back = stream.inputStream().readNBytes(data.length);
        writer.get();
        assertThat(Arrays.equals(back, data)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void data_and_tls_pass_the_tunnel(Kind kind, String transport) throws Exception {
        NetworkBackendInterface net = net(transport, proxies.url(kind));
        try (NetworkStreamInterface stream = net.connect("localhost", echo.port())) {
            assertEchoes(stream);
        }
        try (NetworkStreamInterface stream = net.connect("localhost", tlsEcho.port())) {
            stream.startTls(PKI.trusting(), "localhost");
            assertEchoes(stream);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_target_that_refuses_is_told_apart_from_the_proxy(Kind kind, String transport) {
        int closed = PlainServer.closedPort();
        assertThatThrownBy(() -> net(transport, proxies.url(kind)).connect("127.0.0.1", closed))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("connect to 127.0.0.1:" + closed + " through ")
                .hasMessageContaining(": the proxy ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("cannot be reached", "s3cret"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void wrong_credentials_are_refused(Kind kind, String transport) throws IOException {
        if (!kind.hasCredentials()) {
            return;
        }
        assertThatThrownBy(() -> net(transport, proxies.url(kind, "me:wr0ng")).connect("127.0.0.1", echo.port()))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("rejected user and password")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wr0ng"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "async nio"})
    void a_chain_of_all_of_them(String transport) throws Exception {
        String[] urls = List.of(Kind.OPENSSH, Kind.TINYPROXY, Kind.MICROSOCKS, Kind.DANTE_WITH_SOCKS4).stream()
                .map(proxies::url)
                .toArray(String[]::new);
        try (NetworkStreamInterface stream = net(transport, urls).connect("localhost", echo.port())) {
            stream.write("ping".getBytes(US_ASCII));
            assertThat(stream.inputStream().readNBytes(4)).isEqualTo("ping".getBytes(US_ASCII));
        }
    }
}
