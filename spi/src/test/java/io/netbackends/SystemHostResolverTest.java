// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemHostResolverTest {
    private final CountDownLatch hang = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final HostResolver hanging = new SystemHostResolver(host -> {
        begun.incrementAndGet();
        threads.add(Thread.currentThread());
        try {
            hang.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return List.of(InetAddress.getLoopbackAddress());
    });

    @AfterEach
    void release() {
        hang.countDown();
    }

    @Test
    void findsLocalhostWithAndWithoutADeadline() throws Exception {
        assertThat(HostResolver.system().resolve("localhost")).contains(InetAddress.getByName("127.0.0.1"));
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
            assertThat(HostResolver.system().resolve("localhost")).contains(InetAddress.getByName("127.0.0.1"));
        }
    }

    @Test
    void namesAnUnknownHost() {
        assertThatThrownBy(() -> HostResolver.system().resolve("does-not-exist.invalid"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("host does-not-exist.invalid is unknown");
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> HostResolver.system().resolve("does-not-exist.invalid"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("host does-not-exist.invalid is unknown");
        }
    }

    @Test
    void aLookupThatHangsTimesOut() {
        try (Timeout timeout = Timeout.after(Duration.ofMillis(50))) {
            assertThatThrownBy(() -> hanging.resolve("example.org"))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessage("look up example.org timed out: the deadline of 0.05 s has passed");
        }
    }

    @Test
    void underAnExpiredDeadlineNothingIsLookedUp() {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> hanging.resolve("example.org")).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(begun).hasValue(0);
    }

    @Test
    void manyLookupsThatHangTakeABoundedNumberOfThreadsAndTheRestNeverBegin() throws Exception {
        for (int i = 0; i < 3 * SystemHostResolver.MAX_THREADS; i++) {
            String host = "host-" + i + ".example.org";
            try (Timeout timeout = Timeout.after(Duration.ofMillis(10))) {
                assertThatThrownBy(() -> hanging.resolve(host)).isInstanceOf(NetworkTimeoutException.class);
            }
        }
        hang.countDown();
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
            hanging.resolve("last.example.org"); // behind all lookups that may still be waiting
        }
        assertThat(begun).hasValueLessThanOrEqualTo(SystemHostResolver.MAX_THREADS + 1);
        assertThat(threads).allSatisfy(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isNull();
        });
    }

    @Test
    void anAddressIsResolvedByTheCallerItself() throws Exception {
        HostResolver caller = new SystemHostResolver(host -> {
            threads.add(Thread.currentThread());
            return List.of(InetAddress.getByName(host));
        });
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
            caller.resolve("127.0.0.1");
            caller.resolve("::1");
        }
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        try (Timeout timeout = Timeout.after(Duration.ofMinutes(1))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> hanging.resolve("example.org"))
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(NetworkTimeoutException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aDefectInTheResolverIsThrownAsItIs() {
        HostResolver defective = new SystemHostResolver(host -> {
            throw new IllegalStateException("defect");
        });
        try (Timeout timeout = Timeout.after(Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> defective.resolve("example.org"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("defect");
        }
    }

    @Test
    void aNameThatIsNotAsciiIsConvertedFirst() throws Exception {
        List<String> asked = new ArrayList<>();
        HostResolver resolver = new SystemHostResolver(host -> {
            asked.add(host);
            return List.of(InetAddress.getLoopbackAddress());
        });
        resolver.resolve("b\u00fccher.example");
        assertThatThrownBy(() -> resolver.resolve("0177.0.0.1")).isInstanceOf(IllegalArgumentException.class);
        assertThat(asked).containsExactly("xn--bcher-kva.example");
    }
}
