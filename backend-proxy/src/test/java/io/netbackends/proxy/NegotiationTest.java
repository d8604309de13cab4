// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.support.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Negotiations with proxies, without a network. */
class NegotiationTest {
    private static final HostAndPort TARGET = new HostAndPort("api.test", 443);
    private static final HostAndPort IPV4 = new HostAndPort("10.0.0.7", 80);
    private static final HostAndPort IPV6 = new HostAndPort("[2001:db8::1]", 80);

    private static Negotiation socks5(String url, HostAndPort endpoint) {
        return new Socks5Negotiation(ProxyServer.parse(url), endpoint);
    }

    private static Negotiation socks4(String url, HostAndPort endpoint) {
        try {
            return new Socks4Negotiation(ProxyServer.parse(url), endpoint);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Negotiation http(String url) {
        return new HttpConnectNegotiation(ProxyServer.parse(url), TARGET);
    }

    /**
     * Passes the response in pieces, the first one ending at the split. Returns the bytes sent and the number of bytes
     * consumed.
     */
    private static Said say(Negotiation negotiation, String answer, int split) throws IOException {
        byte[] bytes = answer.getBytes(ISO_8859_1);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        int taken = 0;
        while (negotiation.wanted() > 0) {
            sent.writeBytes(negotiation.output());
            int end = Math.min(taken + negotiation.wanted(), taken < split ? split : bytes.length);
            assertThat(end)
                    .as("the negotiation must not want more than the answer has")
                    .isGreaterThan(taken);
            negotiation.accept(Arrays.copyOfRange(bytes, taken, Math.min(end, bytes.length)));
            taken = Math.min(end, bytes.length);
        }
        assertThat(negotiation.output()).isEmpty();
        return new Said(sent.toString(ISO_8859_1), taken);
    }

    private record Said(String sent, int taken) {}

    /** With a split at each offset, the same bytes are sent, and no byte after the response is consumed. */
    private static void assertSaid(Supplier<Negotiation> negotiation, String answer, String sent) throws IOException {
        for (int split = 1; split <= answer.length(); split++) {
            assertThat(say(negotiation.get(), answer + "early", split))
                    .as("split at %s", split)
                    .isEqualTo(new Said(sent, answer.length()));
        }
    }

    private static void assertRefused(
            Supplier<Negotiation> negotiation, String answer, Class<? extends IOException> type, String message) {
        for (int split = 1; split <= answer.length(); split++) {
            int offset = split;
            assertThatThrownBy(() -> say(negotiation.get(), answer, offset))
                    .as("split at %s", split)
                    .isExactlyInstanceOf(type)
                    .hasMessage(message);
        }
    }

    @Test
    void socks5SendsNamesAndAddresses() throws IOException {
        String granted = "\5\0\5\0\0\1\0\0\0\0\0\0";
        assertSaid(() -> socks5("socks5h://p", TARGET), granted, "\5\1\0" + "\5\1\0\3\10api.test\1\u00bb");
        assertSaid(() -> socks5("socks5://p", IPV4), granted, "\5\1\0" + "\5\1\0\1\12\0\0\7\0P");
        assertSaid(
                () -> socks5("socks5://p", IPV6),
                granted,
                "\5\1\0" + "\5\1\0\4\40\1\15\u00b8\0\0\0\0\0\0\0\0\0\0\0\1\0P");
    }

    @Test
    void socks5TakesBoundAddressesOfEachType() throws IOException {
        String sent = "\5\1\0" + "\5\1\0\3\10api.test\1\u00bb";
        assertSaid(() -> socks5("socks5h://p", TARGET), "\5\0" + "\5\0\0\4" + "\0".repeat(18), sent);
        assertSaid(() -> socks5("socks5h://p", TARGET), "\5\0" + "\5\0\0\3\4host\0\0", sent);
        assertSaid(() -> socks5("socks5h://p", TARGET), "\5\0" + "\5\0\0\3\0\0\0", sent);
    }

    @Test
    void socks5SendsUserAndPasswordIfTheProxyChoosesThem() throws IOException {
        String request = "\5\1\0\3\10api.test\1\u00bb";
        String granted = "\5\0\0\1\0\0\0\0\0\0";
        assertSaid(() -> socks5("socks5h://me:secret@p", TARGET), "\5\0" + granted, "\5\2\0\2" + request);
        assertSaid(
                () -> socks5("socks5h://me:s%2Fcret%C3%A9@p", TARGET),
                "\5\2" + "\1\0" + granted,
                "\5\2\0\2" + "\1\2me\10s/cret\u00c3\u00a9" + request);
    }

    @Test
    void socks5SaysWhatTheProxyHasRefused() {
        String proxy = "the proxy socks5h://p:1080 ";
        Supplier<Negotiation> known = () -> socks5("socks5h://me:secret@p", TARGET);
        Supplier<Negotiation> unknown = () -> socks5("socks5h://p", TARGET);
        assertRefused(unknown, "\5\u00ff", ConnectException.class, proxy + "requires credentials");
        assertRefused(
                known,
                "\5\u00ff",
                ConnectException.class,
                proxy + "accepts neither user and password nor no authentication");
        assertRefused(known, "\5\2\1\1", ConnectException.class, proxy + "rejected user and password");
        assertRefused(
                unknown, "\5\2", SocketException.class, proxy + "has chosen an authentication that was not offered: 2");
        assertRefused(unknown, "\5\0\5\2\0\1", ConnectException.class, proxy + "refused: not allowed by its rules (2)");
        assertRefused(
                unknown,
                "\5\0\5\4\0\1",
                NoRouteToHostException.class,
                proxy + "could not reach api.test:443: host unreachable (4)");
        assertRefused(
                unknown,
                "\5\0\5\5\0\1",
                ConnectException.class,
                proxy + "could not reach api.test:443: connection refused (5)");
        assertRefused(
                unknown, "\5\0\5\u00f0\0\1", ConnectException.class, proxy + "could not reach api.test:443: reply 240");
    }

    @Test
    void otherVersionsAreNoticedByTheirFirstByte() {
        assertRefused(
                () -> socks5("socks5h://p", TARGET),
                "H",
                SocketException.class,
                "the proxy socks5h://p:1080 does not speak SOCKS5: its answer begins with 72");
        assertRefused(
                () -> socks5("socks5h://p", TARGET),
                "\5\0\4",
                SocketException.class,
                "the proxy socks5h://p:1080 does not speak SOCKS5: its answer begins with 4");
        assertRefused(
                () -> socks4("socks4a://p", TARGET),
                "\5",
                SocketException.class,
                "the proxy socks4a://p:1080 does not speak SOCKS4: its answer begins with 5");
        assertRefused(
                () -> http("http://p"),
                "\5",
                SocketException.class,
                "the proxy http://p:80 does not speak HTTP/1.1: its answer does not begin with HTTP/1.");
        assertRefused(
                () -> http("http://p"),
                "HTTP/2",
                SocketException.class,
                "the proxy http://p:80 does not speak HTTP/1.1: its answer does not begin with HTTP/1.");
        assertRefused(
                () -> socks5("socks5h://p", TARGET),
                "\5\0\5\0\0\7",
                SocketException.class,
                "the proxy socks5h://p:1080 does not speak SOCKS5: it answered with an address of type 7");
    }

    @Test
    void socks4SendsAddressesAndNames() throws IOException {
        String granted = "\0\132\0\0\0\0\0\0";
        assertSaid(() -> socks4("socks4://p", IPV4), granted, "\4\1\0P\12\0\0\7\0");
        assertSaid(() -> socks4("socks4a://me@p", TARGET), granted, "\4\1\1\u00bb\0\0\0\1me\0api.test\0");
        assertRefused(
                () -> socks4("socks4a://p", TARGET),
                "\0\133\0\0\0\0\0\0",
                ConnectException.class,
                "the proxy socks4a://p:1080 could not reach api.test:443, or refused to (91)");
        assertThatThrownBy(() -> new Socks4Negotiation(ProxyServer.parse("socks4://p"), IPV6))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("SOCKS4 supports only IPv4 addresses");
    }

    @Test
    void connectAsksForHostAndPort() throws IOException {
        String request = "CONNECT api.test:443 HTTP/1.1\r\nHost: api.test:443\r\n";
        assertSaid(() -> http("http://p"), "HTTP/1.1 200 OK\r\n\r\n", request + "\r\n");
        assertSaid(() -> http("http://p"), "HTTP/1.0 200\n\n", request + "\r\n");
        assertSaid(
                () -> http("http://me:secret@p"),
                "HTTP/1.1 204 \r\nVia: a\r\n\r\n",
                request + "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 102 Processing\r\nX: y\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nFolded: a\r\n b\r\n\r\n",
                "HTTP/1.1 200 OK\nX:y\n\n",
            })
    void whatFollowsTheHeadOfASuccessBelongsToTheTunnel(String answer) throws IOException {
        assertSaid(() -> http("http://p"), answer, "CONNECT api.test:443 HTTP/1.1\r\nHost: api.test:443\r\n\r\n");
    }

    @Test
    void connectSaysWhatTheProxyHasRefused() {
        String proxy = "the proxy http://p:80 ";
        assertRefused(
                () -> http("http://p"),
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                        + "proxy-authenticate: NTLM\r\n\r\nbody",
                ConnectException.class,
                proxy + "requires credentials (407 Proxy Authentication Required; it accepts Basic, NTLM)");
        assertRefused(
                () -> http("http://me:secret@p"),
                "HTTP/1.1 407 No\r\n\r\n",
                ConnectException.class,
                proxy + "rejected user and password (407 No)");
        assertRefused(
                () -> http("http://p"),
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nbody",
                ConnectException.class,
                proxy + "refused (403 Forbidden)");
        assertRefused(
                () -> http("http://p"), "HTTP/1.1 101 No\r\n\r\n", ConnectException.class, proxy + "refused (101 No)");
        assertRefused(
                () -> http("http://p"),
                "HTTP/1.1 502 Bad\u001b[31m\r\n\r\n",
                ConnectException.class,
                proxy + "could not reach api.test:443 (502 Bad?[31m)");
        assertRefused(
                () -> http("http://p"),
                "HTTP/1.1 504 Gateway Timeout\r\n\r\n",
                NoRouteToHostException.class,
                proxy + "could not reach api.test:443 (504 Gateway Timeout)");
        assertRefused(
                () -> http("http://p"),
                "HTTP/1.1 2000 OK\r\n\r\n",
                SocketException.class,
                proxy + "does not speak HTTP/1.1: its answer begins with the line HTTP/1.1 2000 OK");
    }

    @Test
    void endlessHeadsAndEndlessInterimAnswersEnd() {
        String message =
                "the proxy http://p:80 does not speak HTTP/1.1: the head of its answer has more than 65536 bytes";
        assertThatThrownBy(() -> say(http("http://p"), "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000), 1))
                .hasMessage(message);
        assertThatThrownBy(() -> say(http("http://p"), "HTTP/1.1 200 " + "x".repeat(70_000), 1))
                .hasMessage(message);
        assertThatThrownBy(() -> say(http("http://p"), "HTTP/1.1 100 Continue\r\n\r\n".repeat(5_000), 1))
                .hasMessage(message);
    }
}
