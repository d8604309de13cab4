// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries a dnsmasq through a relay that drops some queries. */
class DnsResolverTest {
    private static Dnsmasq server;

    @BeforeAll
    static void startServer() throws IOException {
        server = new Dnsmasq(
                "--host-record=both.test,10.0.0.1,fd00::1",
                "--host-record=four.test,10.0.0.2",
                "--host-record=six.test,fd00::2",
                "--cname=alias.test,both.test",
                "--host-record=short.corp.test,10.0.0.3",
                "--local=/test/",
                "--local-ttl=300");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static DnsResolverBuilder builder() {
        return DnsResolver.builder().servers("127.0.0.1:" + server.address().getPort());
    }

    private static List<InetAddress> addresses(String... literals) throws IOException {
        InetAddress[] all = new InetAddress[literals.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(literals[i]);
        }
        return List.of(all);
    }

    @Test
    void aHostHasTheAddressesOfBothFamilies() throws Exception {
        assertThat(builder().build().resolve("both.test")).isEqualTo(addresses("fd00::1", "10.0.0.1"));
    }

    @Test
    void oneFamilyIsEnough() throws Exception {
        assertThat(builder().build().resolve("four.test")).isEqualTo(addresses("10.0.0.2"));
        assertThat(builder().build().resolve("six.test")).isEqualTo(addresses("fd00::2"));
    }

    @Test
    void anAliasIsFollowed() throws Exception {
        assertThat(builder().build().resolve("alias.test")).isEqualTo(addresses("fd00::1", "10.0.0.1"));
    }

    @Test
    void overTcpToo() throws Exception {
        DnsResolver resolver = builder().transport(DnsTransport.TCP).build();

        assertThat(resolver.resolve("both.test")).isEqualTo(addresses("fd00::1", "10.0.0.1"));
    }

    @Test
    void aShortNameIsLookedUpInTheSearchDomains() throws Exception {
        DnsResolver resolver =
                builder().search(List.of("nowhere.test", "corp.test")).ndots(1).build();

        assertThat(resolver.resolve("short")).isEqualTo(addresses("10.0.0.3"));
    }

    @Test
    void anAddressNeedsNoServer() throws Exception {
        DnsResolver resolver = DnsResolver.builder().servers("127.0.0.1:1").build();

        assertThat(resolver.resolve("10.1.2.3")).isEqualTo(addresses("10.1.2.3"));
        assertThat(resolver.resolve("::1")).isEqualTo(addresses("::1"));
    }

    @Test
    void localhostIsNeverAskedFor() throws Exception {
        DnsResolver resolver = DnsResolver.builder().servers("127.0.0.1:1").build();

        assertThat(resolver.resolve("LOCALHOST")).isEqualTo(addresses("::1", "127.0.0.1"));
        assertThat(resolver.resolve("a.localhost")).isEqualTo(addresses("::1", "127.0.0.1"));
    }

    @Test
    void aHostThatIsUnknownIsNamedWithTheServer() {
        assertThatThrownBy(() -> builder().build().resolve("nowhere.test"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("host nowhere.test is unknown: name server 127.0.0.1:"
                        + server.address().getPort() + " has no address for it");
    }

    @Test
    void aMalformedNameIsUnknown() {
        assertThatThrownBy(() -> builder().build().resolve("a".repeat(64) + ".test"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("malformed");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() throws Exception {
        try (DatagramRelay silent = new DatagramRelay(server.address(), query -> false)) {
            DnsResolver resolver = DnsResolver.builder()
                    .servers(silent.address())
                    .timeout(Duration.ofMillis(20))
                    .attempts(2)
                    .build();

            assertThatThrownBy(() -> resolver.resolve("both.test"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageStartingWith(
                            "host both.test is unknown: no answer from name server " + silent.address());
            assertThat(silent.queries())
                    .contains("A both.test.", "AAAA both.test.")
                    .hasSize(4);
        }
    }

    @Test
    void theNextServerIsAskedWhereTheFirstDoesNotAnswer() throws Exception {
        try (DatagramRelay silent = new DatagramRelay(server.address(), query -> false)) {
            DnsResolver resolver = DnsResolver.builder()
                    .servers(silent.address(), "127.0.0.1:" + server.address().getPort())
                    .timeout(Duration.ofMillis(20))
                    .build();

            assertThat(resolver.resolve("both.test")).isEqualTo(addresses("fd00::1", "10.0.0.1"));
        }
    }

    @Test
    void aLostQueryIsSentAgain() throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        try (DatagramRelay lossy =
                new DatagramRelay(server.address(), query -> !query.startsWith("A ") || lost.getAndSet(true))) {
            DnsResolver resolver = DnsResolver.builder()
                    .servers(lossy.address())
                    .timeout(Duration.ofMillis(500))
                    .build();

            assertThat(resolver.resolve("four.test")).isEqualTo(addresses("10.0.0.2"));
            assertThat(lossy.queries()).hasSize(3);
        }
    }

    @Test
    void aServerThatIgnoresQueriesForIpv6DoesNotHoldUpIpv4() throws Exception {
        try (DatagramRelay half = new DatagramRelay(server.address(), query -> query.startsWith("A "));
                Timeout unused = Timeout.after(Duration.ofSeconds(10))) {
            DnsResolver resolver = DnsResolver.builder()
                    .servers(half.address())
                    .timeout(Duration.ofMinutes(1))
                    .build();

            assertThat(resolver.resolve("both.test")).isEqualTo(addresses("10.0.0.1"));
        }
    }

    @Test
    void anAnswerIsKeptAsLongAsItsTimeToLiveSays() throws Exception {
        try (DatagramRelay relay = new DatagramRelay(server.address(), query -> true)) {
            DnsResolver resolver =
                    DnsResolver.builder().servers(relay.address()).build();

            assertThat(resolver.resolve("both.test")).isEqualTo(resolver.resolve("both.test"));
            assertThat(relay.queries()).hasSize(2);
        }
    }

    @Test
    void nothingIsKeptWithoutCapacity() throws Exception {
        try (DatagramRelay relay = new DatagramRelay(server.address(), query -> true)) {
            DnsResolver resolver =
                    DnsResolver.builder().servers(relay.address()).capacity(0).build();

            assertThat(resolver.resolve("both.test")).isEqualTo(resolver.resolve("both.test"));
            assertThat(relay.queries()).hasSize(4);
        }
    }

    @Test
    void aLookupEndsAtTheDeadline() throws Exception {
        try (DatagramRelay silent = new DatagramRelay(server.address(), query -> false);
                Timeout unused = Timeout.after(Duration.ofMillis(50))) {
            DnsResolver resolver =
                    DnsResolver.builder().servers(silent.address()).build();

            assertThatThrownBy(() -> resolver.resolve("both.test"))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("look up both.test");
        }
    }

    @Test
    void anInterruptEndsALookup() throws Exception {
        try (DatagramRelay silent = new DatagramRelay(server.address(), query -> false)) {
            DnsResolver resolver =
                    DnsResolver.builder().servers(silent.address()).build();
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> resolver.resolve("both.test")).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
