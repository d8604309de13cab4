// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend selected by name. */
class DnsBackendTest {
    @AfterEach
    void clearProperties() {
        List.copyOf(System.getProperties().stringPropertyNames()).stream()
                .filter(name -> name.startsWith("netbackends.dns"))
                .forEach(System::clearProperty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns:socket", "dns:nio", "dns:dnscache:nio", "dnscache:socket"})
    void aHostIsConnectedToAtTheAddressThatTheNameServerHas(String spec) throws Exception {
        try (Dnsmasq server = new Dnsmasq("--host-record=app.test,127.0.0.1", "--local=/test/");
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            System.setProperty(
                    "netbackends.dns.servers", "127.0.0.1:" + server.address().getPort());
            System.setProperty("netbackends.dnscache.hosts", "app.test=127.0.0.1");
            NetworkBackend net = NetworkBackend.named(spec);

            try (NetworkStreamInterface stream = net.connect("app.test", listener.getLocalPort())) {
                assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR).orElseThrow())
                        .isEqualTo(new InetSocketAddress("127.0.0.1", listener.getLocalPort()));
                stream.write("hello".getBytes(US_ASCII));
            }
        }
    }

    @Test
    void theAsynchronousHalfAsksTheSameServer() throws Exception {
        try (Dnsmasq server = new Dnsmasq("--local=/test/")) {
            System.setProperty(
                    "netbackends.dns.servers", "127.0.0.1:" + server.address().getPort());

            assertThatThrownBy(() -> AsyncNetworkBackend.named("dns:nio")
                            .connect("app.test", 80)
                            .get())
                    .hasRootCauseInstanceOf(UnknownHostException.class)
                    .rootCause()
                    .hasMessageContaining("127.0.0.1:" + server.address().getPort());
        }
    }

    @Test
    void aCacheBeforeItIsRefused() {
        assertThatThrownBy(() -> NetworkBackend.named("dnscache:dns:nio"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backend dns must stand before the decorator that looks up hosts with it: "
                        + "dns:dnscache:nio, not dnscache:dns:nio");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "servers=dns.example",
                "servers=1.1.1.1,",
                "search=a b",
                "ndots=-1",
                "transport=tls",
                "timeout=0ms",
                "attempts=0",
                "capacity=x"
            })
    void aMalformedSettingIsRefusedByName(String setting) {
        String key = setting.substring(0, setting.indexOf('='));
        System.setProperty("netbackends.dns." + key, setting.substring(key.length() + 1));

        assertThatThrownBy(() -> NetworkBackend.named("dns:socket"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("netbackends.dns." + key);
    }
}
