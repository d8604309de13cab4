// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.BlockingBackend;
import io.netbackends.faults.AsyncFaultyBackend;
import io.netbackends.faults.Faults;
import io.netbackends.faults.FaultyBackend;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Proxies that are slow, endless, wrong, or send too early. */
class HostileProxyTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    private static PlainServer proxy(PlainServer.Script script) throws IOException {
        return PlainServer.listening().toleratingIoFailures().serve(script);
    }

    private static NetworkBackendInterface through(Half half, String scheme, PlainServer proxy) {
        return half.over(Proxies.through(scheme + "://127.0.0.1:" + proxy.port()));
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void assertTimesOut(NetworkBackendInterface net, PlainServer proxy) {
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> net.connect("api.test", 443))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("connect to api.test:443 through ")
                    .hasMessageMatching(".*: (TLS with|the answer of) the proxy [a-z45]+://127.0.0.1:" + proxy.port()
                            + " timed out: .*");
            assertThat(timeout.isExpired()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, socks5h", "BLOCKING, socks4a", "BLOCKING, http", "BLOCKING, https",
        "ASYNCHRONOUS, socks5h", "ASYNCHRONOUS, socks4a", "ASYNCHRONOUS, http", "ASYNCHRONOUS, https"
    })
    void aSilentProxyIsLeftAtTheDeadline(Half half, String scheme) throws IOException {
        try (PlainServer proxy = proxy(PlainServer.silent())) {
            assertTimesOut(through(half, scheme, proxy), proxy);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void aProxyThatTricklesDoesNotProlongTheDeadline(Half half) throws IOException {
        byte[] head = ("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(1000) + "\r\n").getBytes(ISO_8859_1);
        try (PlainServer proxy = proxy(PlainServer.trickle(head, Duration.ofMillis(5)))) {
            assertTimesOut(through(half, "http", proxy), proxy);
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void headersAndInterimAnswersWithoutEndAreRefused(Half half) throws IOException {
        for (String endless : new String[] {"A: b\r\n", "\r\nHTTP/1.1 100 Continue\r\n"}) {
            try (PlainServer proxy = proxy(client -> {
                send(client, "HTTP/1.1 100 Continue\r\n");
                while (true) {
                    send(client, endless.repeat(1000));
                }
            })) {
                assertThatThrownBy(() -> through(half, "http", proxy).connect("api.test", 443))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("does not speak HTTP/1.1: the head of its answer has more than 65536");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void aServerThatIsNoProxyIsToldApart(Half half) throws IOException {
        try (PlainServer ssh = proxy(client -> {
            send(client, "SSH-2.0-OpenSSH_9.6\r\n");
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            assertThatThrownBy(() -> through(half, "socks5h", ssh).connect("api.test", 443))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("does not speak SOCKS5: its answer begins with 83");
            assertThatThrownBy(() -> through(half, "http", ssh).connect("api.test", 443))
                    .hasMessageContaining("does not speak HTTP/1.1: its answer does not begin with HTTP/1.");
        }
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, socks5h", "BLOCKING, http", "ASYNCHRONOUS, socks5h", "ASYNCHRONOUS, http"})
    void aProxyThatClosesInTheMiddleIsNamed(Half half, String scheme) throws IOException {
        try (PlainServer proxy = proxy(client -> {
            client.getInputStream().read(new byte[1000]);
            send(client, scheme.equals("http") ? "HTTP/1.1 200 OK\r\nVia: " : "\5\0\5\0\0\1");
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            assertThatThrownBy(() -> through(half, scheme, proxy).connect("api.test", 443))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("connect to api.test:443 through ")
                    .hasMessageEndingWith(" closed the connection before the tunnel was open");
        }
        try (PlainServer proxy = proxy(PlainServer::reset)) {
            assertThatThrownBy(() -> through(half, scheme, proxy).connect("api.test", 443))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("connect to api.test:443 through ")
                    .hasMessageContaining(Integer.toString(proxy.port()));
        }
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, socks5h", "BLOCKING, http", "ASYNCHRONOUS, socks5h", "ASYNCHRONOUS, http"})
    void aConnectionToTheProxyThatBreaksAtAnyByteIsAnErrorThatNamesBoth(Half half, String scheme) throws IOException {
        Faults faults = new Faults();
        try (TestProxy proxy = TestProxy.open();
                PlainServer echo =
                        PlainServer.listening().toleratingIoFailures().serve(PlainServer.echo())) {
            Proxies proxies = Proxies.through(proxy.url(scheme));
            NetworkBackendInterface net = switch (half) {
                case BLOCKING -> new ProxyBackend(new FaultyBackend(new NioBackend(), faults), proxies);
                case ASYNCHRONOUS ->
                    BlockingBackend.of(
                            new AsyncProxyBackend(new AsyncFaultyBackend(new AsyncNioBackend(), faults), proxies));
            };
            int answer = scheme.equals("http") ? 39 : 12;
            for (int offset = 0; offset < answer; offset++) {
                faults.clear();
                faults.add(Faults.on("*").reading().afterBytes(offset).reset());
                assertThatThrownBy(() -> net.connect("known.test", echo.port()))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("connect to known.test:" + echo.port() + " through " + proxy.url(scheme)
                                + ": the proxy " + proxy.url(scheme) + " failed: ");
            }
            faults.clear();
            faults.add(Faults.on("*").reading().afterBytes(answer).reset());
            try (NetworkStreamInterface stream = net.connect("known.test", echo.port())) {
                assertThatThrownBy(stream::read).isInstanceOf(SocketException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, socks5h", "BLOCKING, http", "ASYNCHRONOUS, socks5h", "ASYNCHRONOUS, http"})
    void dataInOneSegmentWithTheAnswerBelongsToTheTunnel(Half half, String scheme) throws IOException {
        String granted =
                scheme.equals("http") ? "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" : "\5\0\5\0\0\1\0\0\0\0\0\0";
        try (PlainServer proxy = proxy(client -> {
            send(client, granted + "220 ready");
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            try (NetworkStreamInterface stream = through(half, scheme, proxy).connect("mail.test", 25)) {
                assertThat(stream.read()).isEqualTo("220 ready".getBytes(ISO_8859_1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Half.class)
    void cancellingEndsAConnectThatWaitsForTheProxy(Half half) throws Exception {
        CancellationSignal signal = new CancellationSignal();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (PlainServer proxy = proxy(client -> {
            client.getInputStream().read();
            asked.countDown();
            try {
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } finally {
                gone.countDown();
            }
        })) {
            Background<NetworkStreamInterface> connecting = Background.run(() -> through(half, "socks5h", proxy)
                    .connect(ConnectRequest.to("api.test", 443).withCancellation(signal)));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            signal.cancel();
            assertThat(connecting.failure()).isInstanceOf(NetworkStreamClosedException.class);
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
