// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings as text: URLs, rules and patterns, and those of the environment and the JDK. */
class ProxySettingsTest {
    private static final String PREFIX = "netbackends.proxy.";
    private final ProxySelector selector = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        List.of("url", "rules", "no-proxy").forEach(key -> System.clearProperty(PREFIX + key));
        ProxySelector.setDefault(selector);
        Authenticator.setDefault(null);
    }

    private static UnaryOperator<String> environment(String... namesAndValues) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return variables::get;
    }

    private static String way(RouteSource source, String host, int port) {
        return source.routes(ConnectRequest.to(host, port)).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "socks5h://proxy.test, socks5h://proxy.test:1080",
        "SOCKS5://[::1]:9/, socks5://[::1]:9",
        "socks4a://me@proxy.test, socks4a://proxy.test:1080",
        "http://me:a%3Ab@proxy.test, http://proxy.test:80",
        "https://me:p@ss@bücher.test:8443, https://xn--bcher-kva.test:8443",
        "socks5h+unix://me:secret@/run/a@b.sock, socks5h+unix:///run/a@b.sock"
    })
    void urlsOfProxies(String url, String shown) {
        assertThat(ProxyServer.parse(url)).hasToString(shown);
    }

    @Test
    void credentialsAreDecodedAndNeverShown() {
        ProxyServer proxy = ProxyServer.parse("socks5h://us%40er:p%20w:d%C3%A9@proxy.test");
        assertThat(proxy.credentials()).isEqualTo(new Credentials("us@er", "p w:dé"));
        assertThat(proxy + " " + proxy.credentials()).doesNotContain("er:", "p w");
        assertThat(proxy.withCredentials("other", "").credentials()).isEqualTo(new Credentials("other", ""));
    }

    /** Each contains credentials, which no message may contain. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sneaky:hidden@proxy.test:1080",
                "ftp://sneaky:hidden@proxy.test",
                "socks5h:/sneaky:hidden@proxy.test",
                "socks5h://sneaky:hidden@proxy.test:port",
                "socks5h://sneaky:hidden@proxy.test:99999",
                "socks5h://sneaky:hidden@proxy.test:0",
                "socks5h://sneaky:hidden@proxy.test/path",
                "socks5h://sneaky:hidden@",
                "socks5h://sneaky:hidden",
                "socks5h://sneaky:hid%den@proxy.test",
                "socks5h://sneaky:hid%xen@proxy.test",
                "socks5h://sneaky:hi@den@proxy.test?a",
                "socks5h://:hidden@proxy.test",
                "socks4://sneaky:hidden@proxy.test",
                "http://sneaky:hidden%0a@proxy.test",
                "https+unix://sneaky:hidden@/run/proxy.sock",
                "socks5h+unix://sneaky:hidden@run/proxy.sock",
                "http://sneaky:hidden@one.test,socks5h+unix:///run/proxy.sock",
                "http://sneaky:hidden@one.test,,http://two.test",
                "direct,http://sneaky:hidden@one.test",
            })
    void aMalformedUrlIsAnErrorThatShowsNoCredentials(String url) {
        System.setProperty(PREFIX + "url", url);
        for (String half : new String[] {"blocking", "asynchronous"}) {
            assertThatThrownBy(() -> {
                        if (half.equals("blocking")) {
                            NetworkBackend.named("proxy:nio");
                        } else {
                            AsyncNetworkBackend.named("proxy:nio");
                        }
                    })
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("netbackends.proxy.url (")
                    .hasMessageContaining("must be direct, env, jdk, or URLs of proxies")
                    .satisfies(ProxySettingsTest::assertSecretKept);
        }
    }

    private static void assertSecretKept(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain("sneaky", "hid", "den@");
    }

    @ParameterizedTest
    @CsvSource({
        "rules, *.test, must be PATTERN=ROUTE",
        "rules, *.test=ftp://x, in the rule for *.test",
        "rules, a b=direct, must be PATTERN=ROUTE",
        "no-proxy, 10.0.0.0/33, must be patterns",
        "no-proxy, a:0, must be patterns",
        "no-proxy, a*b, must be patterns",
        "no-proxy, host/8, must be patterns",
        "no-proxy, http://host, must be patterns",
    })
    void otherMalformedSettings(String key, String value, String message) {
        System.setProperty(PREFIX + "url", "direct");
        System.setProperty(PREFIX + key, value);
        assertThatThrownBy(() -> NetworkBackend.named("proxy:nio"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(PREFIX + key + " (")
                .hasMessageContaining(message);
    }

    @Test
    void withoutUrlAndRulesThereIsAnError() {
        assertThatThrownBy(() -> NetworkBackend.named("proxy:nio"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("netbackends.proxy.url must be set");
    }

    @Test
    void settingsLeadThroughTheProxy() throws IOException {
        try (PlainServer peer = PlainServer.listening().toleratingIoFailures().serve(PlainServer.discard());
                TestProxy proxy = TestProxy.open()) {
            System.setProperty(PREFIX + "rules", "known.test=" + proxy.url("http") + "; *.other.test=direct");
            System.setProperty(PREFIX + "no-proxy", "127.0.0.0/8");
            NetworkBackend net = NetworkBackend.named("proxy:nio");
            try (NetworkStreamInterface through = net.connect("known.test", peer.port());
                    NetworkStreamInterface direct = net.connect("127.0.0.1", peer.port())) {
                assertThat(through.getExtraInfo(ProxyBackend.PROXIES)).contains(proxy.url("http"));
                assertThat(direct.getExtraInfo(ProxyBackend.PROXIES)).isEmpty();
                assertThat(direct.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(peer.address());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*, any.test, 1, true",
        "*:443, any.test, 443, true",
        "*:443, any.test, 80, false",
        "example.org, example.org, 80, true",
        "EXAMPLE.org, www.Example.org, 80, true",
        "example.org, example.org., 80, true",
        "example.org, badexample.org, 80, false",
        ".example.org, example.org, 80, true",
        "*.example.org, www.example.org, 80, true",
        "*.example.org, example.org, 80, false",
        "example.org:8080, example.org, 80, false",
        "bücher.example, xn--bcher-kva.example, 80, true",
        "10.0.0.0/8, 10.255.0.1, 80, true",
        "10.0.0.0/8, 11.0.0.1, 80, false",
        "10.0.0.0/8:22, 10.0.0.1, 22, true",
        "127.0.0.1, 127.0.0.1, 22, true",
        "127.0.0.1, localhost, 22, false",
        "192.168.1.0/25, 192.168.1.127, 22, true",
        "192.168.1.0/25, 192.168.1.128, 22, false",
        "0.0.0.0/0, 1.2.3.4, 22, true",
        "0.0.0.0/0, ::1, 22, false",
        "fd00::/8, fdff::1, 22, true",
        "[fd00::]/8:22, fdff::1, 23, false",
        "[::1]:22, ::1, 22, true",
        "::1, [::1], 22, true",
    })
    void patternsOfTargets(String pattern, String host, int port, boolean matches) {
        assertThat(TargetPattern.parse(pattern).matches(ConnectRequest.to(host, port)))
                .isEqualTo(matches);
    }

    @Test
    void networksContainTheAddressesOfRequests() throws IOException {
        ConnectRequest request =
                ConnectRequest.to("db.test", 5432).withAddresses(List.of(InetAddress.getByName("10.1.2.3")));
        assertThat(TargetPattern.parse("10.0.0.0/8").matches(request)).isTrue();
        assertThat(TargetPattern.parse("db.test:5432").matches(request)).isTrue();
    }

    @Test
    void theEnvironmentDecidesAsItDoesForCurl() {
        RouteSource source = EnvironmentRoutes.of(environment(
                "ALL_PROXY", "socks5h://me:secret@all.test",
                "HTTPS_PROXY", "ignored.test:1",
                "https_proxy", "https.test:3128",
                "NO_PROXY", "localhost,.intranet.test, 10.0.0.0/8"));
        assertThat(way(source, "a.test", 443)).isEqualTo("[http://https.test:3128]");
        assertThat(way(source, "a.test", 5432)).isEqualTo("[socks5h://all.test:1080]");
        assertThat(way(source, "a.intranet.test", 443)).isEqualTo("[]");
        assertThat(way(source, "10.1.1.1", 443)).isEqualTo("[]");
        assertThat(way(EnvironmentRoutes.of(environment("ALL_PROXY", "")), "a.test", 443))
                .isEqualTo("[]");
        assertThatThrownBy(() -> EnvironmentRoutes.of(environment("all_proxy", "ftp://sneaky:hidden@a.test")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the environment variable all_proxy (ftp://***@a.test): ");
        assertThatThrownBy(() -> EnvironmentRoutes.of(environment("NO_PROXY", "1.2.3.4/99")))
                .hasMessageStartingWith("the environment variable NO_PROXY (1.2.3.4/99): ");
    }

    @Test
    void theProxySelectorOfTheJvmDecides() {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                InetSocketAddress address = InetSocketAddress.createUnresolved(uri.getScheme() + ".test", 9);
                return List.of(
                        new Proxy(uri.getPort() == 443 ? Proxy.Type.HTTP : Proxy.Type.SOCKS, address), Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        assertThat(way(JdkRoutes.INSTANCE, "a.test", 443)).isEqualTo("[http://https.test:9, ]");
        assertThat(way(JdkRoutes.INSTANCE, "a.test", 25)).isEqualTo("[socks5h://socket.test:9, ]");
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(
                        getRequestingHost(), getRequestingProtocol().toCharArray());
            }
        });
        ProxyServer proxy = JdkRoutes.INSTANCE
                .routes(ConnectRequest.to("a.test", 25))
                .get(0)
                .last();
        assertThat(Objects.requireNonNull(proxy.credentials())).isEqualTo(new Credentials("socket.test", "SOCKS5"));
        ProxySelector.setDefault(null);
        assertThat(way(JdkRoutes.INSTANCE, "a.test", 443)).isEqualTo("[]");
    }
}
