// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import static io.netbackends.dnscache.FakeResolver.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class DnsCacheTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Close to overflow, so that every test also covers the wraparound. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private final FakeResolver resolver = new FakeResolver();

    private DnsCacheBuilder builder() {
        return DnsCache.builder()
                .resolver(resolver)
                .ticker(now::get)
                .ttl(SECOND.multipliedBy(10))
                .negativeTtl(SECOND.multipliedBy(2));
    }

    private void pass(long seconds) {
        now.addAndGet(SECOND.multipliedBy(seconds).toNanos());
    }

    private static void connected(DnsCache cache, String host, String address) {
        cache.connected(host, new InetSocketAddress(addresses(address).get(0), 80));
    }

    @Test
    void anAnswerIsKeptForItsTimeToLiveAndNoLonger() throws IOException {
        DnsCache cache = builder().build();
        resolver.answer("10.0.0.1").answer("10.0.0.2");

        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
        pass(9);
        assertThat(cache.resolve("API.test")).isEqualTo(addresses("10.0.0.1"));
        pass(1);
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.2"));
        assertThat(resolver.lookedUp()).hasSize(2);
        assertThat(cache.statistics()).isEqualTo(new DnsCacheStatistics(1, 2, 0, 2, 0, Duration.ZERO, 1));
    }

    @Test
    void aFailureIsKeptForAShorterTimeAndNamesTheHostEachTime() throws IOException {
        DnsCache cache = builder().build();
        resolver.fail(new UnknownHostException("host api.test is unknown")).answer("10.0.0.1");

        assertThatThrownBy(() -> cache.resolve("api.test"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("api.test");
        pass(1);
        assertThatThrownBy(() -> cache.resolve("api.test"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("host api.test is unknown");
        pass(1);
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
        assertThat(cache.statistics()).isEqualTo(new DnsCacheStatistics(1, 2, 0, 2, 1, Duration.ZERO, 1));
    }

    @Test
    void aFailureOfAnotherKindNamesTheHostToo() {
        DnsCache cache = builder().build();
        resolver.fail(new SocketException("no name server"));

        assertThatThrownBy(() -> cache.resolve("api.test"))
                .isInstanceOf(SocketException.class)
                .hasMessage("look up api.test: no name server");
    }

    @Test
    void noAddressIsAnUnknownHost() {
        DnsCache cache = builder().build();
        resolver.answer();

        assertThatThrownBy(() -> cache.resolve("api.test")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aDefectOfTheResolverReachesTheCallerAndIsNotKept() throws IOException {
        DnsCache cache = builder().build();
        resolver.fail(new IllegalStateException("defect")).answer("10.0.0.1");

        assertThatThrownBy(() -> cache.resolve("api.test")).isInstanceOf(IllegalStateException.class);
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
    }

    @Test
    void theNameThatWasNotAskedForLongestIsForgottenFirst() throws IOException {
        DnsCache cache = builder().capacity(2).build();
        resolver.answer("10.0.0.1").answer("10.0.0.2").answer("10.0.0.3").answer("10.0.0.4");

        cache.resolve("a");
        cache.resolve("b");
        cache.resolve("a");
        cache.resolve("c");
        cache.resolve("a");
        cache.resolve("b");

        assertThat(resolver.lookedUp()).containsExactly("a", "b", "c", "b");
        assertThat(cache.statistics().names()).isEqualTo(2);
    }

    @Test
    void callersThatAskAtTheSameTimeShareOneLookup() throws Exception {
        DnsCache cache = builder().build();
        Background<List<InetAddress>> first = Background.run(() -> cache.resolve("api.test"));
        resolver.awaitLookup();
        Background<List<InetAddress>> second = Background.run(() -> cache.resolve("api.test"));
        Threads.awaitBlocked(second.thread());
        resolver.answer("10.0.0.1");

        assertThat(first.get()).isEqualTo(addresses("10.0.0.1"));
        assertThat(second.get()).isEqualTo(addresses("10.0.0.1"));
        assertThat(resolver.lookedUp()).hasSize(1);
    }

    @Test
    void aCallerWhoseDeadlinePassesLeavesTheLookupToTheOthers() throws Exception {
        DnsCache cache = builder().build();
        Background<List<InetAddress>> patient = Background.run(() -> cache.resolve("api.test"));
        resolver.awaitLookup();
        try (Timeout t = Timeout.after(Duration.ofMillis(20))) {
            assertThatThrownBy(() -> cache.resolve("api.test"))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("look up api.test");
        }
        resolver.answer("10.0.0.1");

        assertThat(patient.get()).isEqualTo(addresses("10.0.0.1"));
    }

    @Test
    void theFirstCallerMayLeaveTooAndTheAnswerIsKept() throws Exception {
        DnsCache cache = builder().build();
        Background<List<InetAddress>> first = Background.run(() -> cache.resolve("api.test"));
        resolver.awaitLookup();
        first.thread().interrupt();
        assertThat(first.failure()).isInstanceOf(InterruptedIOException.class);
        resolver.answer("10.0.0.1");

        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
        assertThat(resolver.lookedUp()).hasSize(1);
    }

    @Test
    void aLookupHasALimitOfItsOwn() {
        DnsCache cache = DnsCache.builder()
                .lookupTimeout(Duration.ofMillis(20))
                .resolver(host -> {
                    ReentrantLock lock = new ReentrantLock();
                    lock.lock();
                    while (true) { // until the deadline of the lookup
                        DeadlineWait.await(lock.newCondition(), "look up " + host);
                    }
                })
                .build();

        assertThatThrownBy(() -> cache.resolve("api.test"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("host api.test is unknown: no answer within 20ms");
    }

    @Test
    void anExpiredDeadlineStartsNoLookup() {
        DnsCache cache = builder().build();
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> cache.resolve("api.test")).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(cache.statistics().misses()).isZero();
    }

    @Test
    void anOldAnswerServesWhereTheLookupFailsUntilItIsTooOld() throws IOException {
        DnsCache cache = builder().stale(SECOND.multipliedBy(5)).build();
        resolver.answer("10.0.0.1").fail(new UnknownHostException("gone")).fail(new UnknownHostException("gone"));
        cache.resolve("api.test");

        pass(10);
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
        pass(1);
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
        assertThat(resolver.lookedUp()).as("the failure is kept").hasSize(2);
        assertThat(cache.statistics().staleAnswers()).isEqualTo(2);
        pass(4);
        assertThatThrownBy(() -> cache.resolve("api.test")).hasMessage("gone");
    }

    @Test
    void anOldAnswerServesWhereTheLookupIsSlow() throws IOException {
        DnsCache cache = builder()
                .stale(SECOND.multipliedBy(5))
                .staleDelay(Duration.ZERO)
                .build();
        resolver.answer("10.0.0.1");
        cache.resolve("api.test");
        resolver.awaitLookup();

        pass(10);
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1"));
        resolver.awaitLookup();
        assertThat(resolver.lookedUp()).as("one lookup is under way").hasSize(2);
        resolver.answer("10.0.0.2");
    }

    @Test
    void anAnswerInUseIsRefreshedAhead() throws Exception {
        DnsCache cache = builder().refreshAhead(SECOND.multipliedBy(3)).build();
        resolver.answer("10.0.0.1");
        cache.resolve("api.test");
        resolver.awaitLookup();

        pass(7);
        assertThat(cache.resolve("api.test")).as("no caller waits").isEqualTo(addresses("10.0.0.1"));
        resolver.awaitLookup();
        resolver.answer("10.0.0.2");
        while (cache.statistics().lookups() < 2) {
            Thread.onSpinWait();
        }
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.2"));
        pass(6);
        cache.resolve("api.test");
        assertThat(resolver.lookedUp()).as("not due yet").hasSize(2);
    }

    @Test
    void familiesTakeTurnsAndWhatDidNotAnswerIsTriedLastNextTime() throws IOException {
        DnsCache cache = builder().build();
        resolver.answer("10.0.0.1", "2001:db8::1", "10.0.0.2").answer("2001:db8::1", "10.0.0.1");

        assertThat(cache.resolve("api.test")).isEqualTo(addresses("2001:db8::1", "10.0.0.1", "10.0.0.2"));
        connected(cache, "api.test", "10.0.0.1");
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.1", "10.0.0.2", "2001:db8::1"));
        pass(10);
        assertThat(cache.resolve("api.test")).as("remembered").isEqualTo(addresses("10.0.0.1", "2001:db8::1"));
        connected(cache, "api.test", "2001:db8::1");
        assertThat(cache.resolve("api.test")).as("now it answers").isEqualTo(addresses("2001:db8::1", "10.0.0.1"));
        connected(cache, "api.test", "192.0.2.1");
        connected(cache, "other.test", "192.0.2.1");
        cache.connected("api.test", null);
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("2001:db8::1", "10.0.0.1"));
    }

    @Test
    void theTableComesFirst() throws IOException {
        DnsCache cache =
                builder().hosts(HostsTable.parse("api.test=127.0.0.1+[::1]")).build();

        assertThat(cache.resolve("API.test")).isEqualTo(addresses("::1", "127.0.0.1"));
        connected(cache, "api.test", "127.0.0.1");
        assertThat(cache.resolve("api.test")).isEqualTo(addresses("127.0.0.1", "::1"));
        assertThat(resolver.lookedUp()).isEmpty();
    }

    @Test
    void clearForgetsAll() throws IOException {
        DnsCache cache = builder().build();
        resolver.answer("10.0.0.1").answer("10.0.0.2");
        cache.resolve("api.test");
        cache.clear();

        assertThat(cache.resolve("api.test")).isEqualTo(addresses("10.0.0.2"));
    }

    @Test
    void contradictorySettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsCache.builder().capacity(0))
                .withMessage("capacity (0) must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsCache.builder().ttl(SECOND.negated()))
                .withMessageStartingWith("ttl (PT-1S) must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsCache.builder().lookupTimeout(Duration.ZERO))
                .withMessage("lookupTimeout (PT0S) must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DnsCache.builder().ttl(SECOND).refreshAhead(SECOND).build())
                .withMessage("refreshAhead (PT1S) must be less than ttl (PT1S)");
    }
}
