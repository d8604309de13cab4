// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import static io.netbackends.dnscache.FakeResolver.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsCacheBackendTest {
    private static final String PREFIX = "netbackends.dnscache.";

    private final FakeResolver resolver = new FakeResolver();
    private final DnsCache cache = DnsCache.builder().resolver(resolver).build();
    private final NetworkBackendInterface net =
            new DnsCacheBackend(NioBackend.builder().resolver(cache).build(), cache);

    @TempDir
    private Path directory;

    @AfterEach
    void clear() {
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                System.clearProperty(key);
            }
        }
    }

    @Test
    void oneLookupServesSeveralConnectionsAndTheStreamKnowsTheStatistics() throws IOException {
        resolver.answer("127.0.0.1");
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            net.connect("api.test", server.port()).close();
            try (NetworkStreamInterface stream = net.connect("api.test", server.port())) {
                DnsCacheStatistics statistics =
                        stream.getExtraInfo(DnsCacheBackend.STATISTICS).orElseThrow();
                assertThat(statistics.hits()).isEqualTo(1);
                assertThat(statistics.misses()).isEqualTo(1);
                assertThat(statistics.lookupTime()).isPositive();
            }
        }
        assertThat(resolver.lookedUp()).containsExactly("api.test");
    }

    @Test
    void anAddressThatRefusedIsTriedLastNextTime() throws IOException {
        resolver.answer("::1", "127.0.0.1"); // the server listens only on the second address
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            net.connect("api.test", server.port()).close();
            assertThat(cache.resolve("api.test")).isEqualTo(addresses("127.0.0.1", "::1"));
            net.connect("api.test", server.port()).close();
        }
    }

    @Test
    void theAsynchronousHalfLearnsItToo() throws Exception {
        resolver.answer("::1", "127.0.0.1");
        AsyncDnsCacheBackend async = new AsyncDnsCacheBackend(
                AsyncNetworkBackend.overThreads(
                        NioBackend.builder().resolver(cache).build()),
                cache);
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            AsyncNetworkStreamInterface stream =
                    async.connect("api.test", server.port()).get();
            assertThat(stream.getExtraInfo(DnsCacheBackend.STATISTICS.name())).isInstanceOf(DnsCacheStatistics.class);
            stream.close().get();
        }
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("127.0.0.1", "::1"));
    }

    @Test
    void addressesOfTheRequestAreNotLookedUp() throws IOException {
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            net.connect(ConnectRequest.to("api.test", server.port()).withAddresses(addresses("127.0.0.1")))
                    .close();
        }
        assertThat(resolver.lookedUp()).isEmpty();
    }

    @Test
    void errorsNameTheHost() {
        resolver.answer("127.0.0.1").fail(new UnknownHostException("host nope.test is unknown"));

        assertThatThrownBy(() -> net.connect("api.test", PlainServer.closedPort()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("api.test:" + PlainServer.closedPort());
        assertThatThrownBy(() -> net.connect("nope.test", 80))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nope.test:80");
    }

    @Test
    void byNameItHasATableOfHostsInASettingOrAFile() throws Exception {
        System.setProperty(PREFIX + "hosts", "api.test=127.0.0.1,db.test=[::1]+127.0.0.1");
        System.setProperty(
                PREFIX + "hosts-file",
                Files.writeString(directory.resolve("hosts"), "127.0.0.1 www.test\n")
                        .toString());
        NetworkBackend named = NetworkBackend.named("dnscache:nio");
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            for (String host : new String[] {"api.test", "db.test", "www.test"}) {
                named.connect(host, server.port()).close();
                AsyncNetworkBackend.named("dnscache:nio")
                        .connect(host, server.port())
                        .get()
                        .close()
                        .get();
            }
            try (NetworkStreamInterface stream =
                    NetworkBackend.named("dnscache:socket").connect("api.test", server.port())) {
                assertThat(stream.getExtraInfo(DnsCacheBackend.STATISTICS)
                                .orElseThrow()
                                .hits())
                        .as("the same settings, the same cache")
                        .isGreaterThan(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ttl | soon | ttl (soon) must be a time, at least 0s, such as 250ms, 30s or 5m",
                "ttl | -1s | ttl (-1s) must be a time",
                "capacity | 0 | capacity (0) must be a whole number between 1 and 999999999",
                "lookup-timeout | 0s | lookup-timeout (0s) must be a time, at least 1ms",
                "refresh-ahead | 30s | refresh-ahead (30s) must be less than the time to live, which is 30s",
                "hosts | a | hosts (a) must be NAME=ADDRESS,NAME=ADDRESS+ADDRESS: entry (a) must be NAME=ADDRESS",
                "hosts-file | /missing | hosts-file (/missing) must be a file of lines that are ADDRESS NAME NAME...: file",
                "host | a=10.0.0.1 | did you mean netbackends.dnscache.hosts?",
            })
    void aSettingThatIsNotAllowedIsAnErrorAtSelection(String key, String value, String message) {
        System.setProperty(PREFIX + key, value);
        assertThatThrownBy(() -> NetworkBackend.named("dnscache:nio"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining(message);
    }
}
