// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectObserver;
import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HappyEyeballsTest {
    private static final ConnectRequest TARGET = ConnectRequest.to("example.org", 80);

    private final List<FakeAttempt> attempts = new CopyOnWriteArrayList<>();

    /**
     * An attempt that connects to port 80 of addresses ending in .1, fails for .2, blocks until it is closed for .3, and
     * fails for .4, where its close fails as well.
     */
    private final class FakeAttempt implements HappyEyeballs.Attempt<FakeAttempt.Connection> {
        private final class Connection implements Closeable {
            @Override
            public void close() {
                connectionClosed.countDown();
            }
        }

        final InetSocketAddress address;
        final CountDownLatch closed = new CountDownLatch(1);
        final CountDownLatch connectionClosed = new CountDownLatch(1);
        volatile Thread thread;
        volatile long remainingNanos;

        FakeAttempt(InetSocketAddress address) {
            this.address = address;
            attempts.add(this);
        }

        @Override
        public Connection connect() throws IOException {
            thread = Thread.currentThread();
            remainingNanos = Timeout.remainingNanos();
            switch (address.getAddress().getAddress()[3] & 0x7f) {
                case 2, 4 -> throw new ConnectException("refused");
                case 3 -> hang();
                default -> {}
            }
            return new Connection();
        }

        /** Returns late, with a connection that is not needed any more. */
        private void hang() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            closed.countDown();
            if (address.getAddress().getAddress()[3] == 4) {
                throw new IllegalStateException("defect");
            }
        }
    }

    private static HostResolver addresses(int... lastBytes) {
        return host -> Arrays.stream(lastBytes).mapToObj(last -> address(last)).toList();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress six(int last) throws UnknownHostException {
        return InetAddress.getByName("2001:db8::" + last);
    }

    @Test
    void familiesTakeTurnsBeginningWithIpv6AndNoAddressComesTwice() throws Exception {
        assertThat(HappyEyeballs.interleave(
                        List.of(address(1), address(2), address(1), six(1), address(3), six(2), six(1))))
                .containsExactly(six(1), address(1), six(2), address(2), address(3));
        assertThat(HappyEyeballs.interleave(List.of(address(2), address(1)))).containsExactly(address(2), address(1));
        assertThat(HappyEyeballs.interleave(List.of(six(2), six(1)))).containsExactly(six(2), six(1));
    }

    @Test
    void aResolverMayDecideTheOrder() throws Exception {
        HostResolver ordered = new HostResolver() {
            @Override
            public List<InetAddress> resolve(String host) throws UnknownHostException {
                return List.of(address(2), address(2), six(2));
            }

            @Override
            public boolean decidesOrder() {
                return true;
            }
        };
        HappyEyeballs.connect(TARGET, ordered, FakeAttempt::new);

        assertThat(attempts).extracting(attempt -> attempt.address.getAddress()).containsExactly(address(2), six(2));
    }

    @Test
    void aSingleAddressIsConnectedToByTheCaller() throws Exception {
        HappyEyeballs.connect(TARGET, addresses(1), FakeAttempt::new);
        assertThat(attempts.get(0).thread).isEqualTo(Thread.currentThread());
    }

    @Test
    void aSingleFailureNamesTheTargetAndClosesTheAttempt() {
        assertThatThrownBy(() -> HappyEyeballs.connect(TARGET, addresses(2), FakeAttempt::new))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connect to example.org:80: refused");
        assertThat(attempts.get(0).closed.getCount()).isZero();
    }

    @Test
    void anAddressIsNotLookedUp() throws Exception {
        HappyEyeballs.connect(
                ConnectRequest.to("192.0.2.1", 80),
                host -> {
                    throw new AssertionError("looked up " + host);
                },
                FakeAttempt::new);
    }

    @Test
    void noAddressIsAnUnknownHost() {
        assertThatThrownBy(() -> HappyEyeballs.connect(TARGET, host -> List.of(), FakeAttempt::new))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("look up example.org:80: the host has no address");
    }

    @Test
    void attemptsRunUnderTheDeadlinesOfTheCaller() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ofMinutes(1))) {
            HappyEyeballs.connect(TARGET, addresses(2, 1), FakeAttempt::new);
        }
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.thread).isNotEqualTo(Thread.currentThread());
            assertThat(attempt.remainingNanos).isLessThanOrEqualTo(TimeUnit.MINUTES.toNanos(1));
        });
    }

    @Test
    void raceAfterRaceUsesTheSameFewThreads() throws Exception {
        for (int i = 0; i < 100; i++) {
            HappyEyeballs.connect(TARGET, addresses(2, 1), FakeAttempt::new);
        }
        assertThat(attempts.stream().map(attempt -> attempt.thread).distinct()).hasSizeLessThan(50);
    }

    @Test
    void losersAreClosedAndWhatTheyBringHomeLateToo() throws Exception {
        HappyEyeballs.connect(TARGET, addresses(3, 1), FakeAttempt::new);
        FakeAttempt loser = attempts.get(0);
        assertThat(loser.closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(loser.connectionClosed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(attempts.get(1).connectionClosed.getCount()).isEqualTo(1);
    }

    @Test
    void aDeadlineClosesAllAttempts() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> HappyEyeballs.connect(TARGET, addresses(3, 3 + 128), FakeAttempt::new))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("connect to example.org:80 timed out");
        }
        assertThat(attempts)
                .isNotEmpty()
                .allSatisfy(a -> assertThat(a.closed.getCount()).isZero());
    }

    @Test
    void underAnExpiredDeadlineNothingIsLookedUpOrOpened() {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> HappyEyeballs.connect(
                            TARGET,
                            host -> {
                                throw new AssertionError("looked up");
                            },
                            FakeAttempt::new))
                    .isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(attempts).isEmpty();
    }

    @Test
    void anInterruptEndsTheRaceAndStaysSet() {
        HappyEyeballs.AttemptFactory<FakeAttempt.Connection> interrupting = address -> {
            Thread.currentThread().interrupt();
            return new FakeAttempt(address);
        };
        assertThatThrownBy(() -> HappyEyeballs.connect(TARGET, addresses(3, 3 + 128), interrupting))
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts.get(0).closed.getCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("oneAndTwoThatCannotBeClosed")
    void aFailureIsToldEvenIfTheAttemptCannotBeClosed(HostResolver addresses) {
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> HappyEyeballs.connect(TARGET, addresses, FakeAttempt::new))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("connect to example.org:80: ")
                    .hasMessageEndingWith("refused");
        }
    }

    static List<HostResolver> oneAndTwoThatCannotBeClosed() {
        return List.of(addresses(4), addresses(4, 2));
    }

    @Test
    void aDefectInAnAttemptIsThrownAndTheOthersAreClosed() {
        assertThatThrownBy(() -> HappyEyeballs.connect(TARGET, addresses(3, 1), address -> {
                    if (!attempts.isEmpty()) {
                        throw new IllegalStateException("defect");
                    }
                    return new FakeAttempt(address);
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(attempts.get(0).closed.getCount()).isZero();
    }

    @Test
    void theAddressesOfARequestAreConnectedToAndNothingIsLookedUp() throws Exception {
        HostResolver none = host -> {
            throw new AssertionError("looked up " + host);
        };
        HappyEyeballs.connect(TARGET.withAddresses(List.of(address(2), address(1))), none, FakeAttempt::new);
        assertThat(attempts)
                .extracting(attempt -> attempt.address.getAddress())
                .containsExactly(address(2), address(1));
    }

    @Test
    void unspecifiedAddressesStandForTheLoopbackAddressOfTheirFamily() throws Exception {
        HappyEyeballs.connect(ConnectRequest.to("0.0.0.0", 80), host -> List.of(), FakeAttempt::new);
        HappyEyeballs.connect(ConnectRequest.to("::", 80), host -> List.of(), FakeAttempt::new);
        assertThat(attempts)
                .extracting(attempt -> attempt.address.getAddress())
                .containsExactly(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
    }

    @ParameterizedTest
    @MethodSource("oneAndTwoThatHang")
    void cancellingEndsAllAttempts(HostResolver addresses) throws Exception {
        CancellationSignal signal = new CancellationSignal();
        CountDownLatch opened = new CountDownLatch(1);
        Background<FakeAttempt.Connection> call =
                Background.run(() -> HappyEyeballs.connect(TARGET.withCancellation(signal), addresses, address -> {
                    opened.countDown();
                    return new FakeAttempt(address);
                }));
        assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();
        signal.cancel();
        assertThat(call.failure())
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessageStartingWith("connect to example.org:80: ");
        for (FakeAttempt attempt : attempts) {
            assertThat(attempt.closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    static List<HostResolver> oneAndTwoThatHang() {
        return List.of(addresses(3), addresses(3, 3 + 128));
    }

    @Test
    void aConnectionThatComesWhenTheConnectIsCancelledIsClosed() {
        CancellationSignal signal = new CancellationSignal();
        HappyEyeballs.AttemptFactory<FakeAttempt.Connection> cancelling = address -> {
            signal.cancel();
            return new FakeAttempt(address);
        };
        assertThatThrownBy(() -> HappyEyeballs.connect(TARGET.withCancellation(signal), addresses(1), cancelling))
                .isInstanceOf(NetworkStreamClosedException.class);
        assertThat(attempts.get(0).connectionClosed.getCount()).isZero();
    }

    @Test
    void cancellingEndsALookupThatKnowsNothingOfIt() throws Exception {
        CancellationSignal signal = new CancellationSignal();
        CountDownLatch asked = new CountDownLatch(1);
        HostResolver hanging = host -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        };
        Background<FakeAttempt.Connection> call =
                Background.run(() -> HappyEyeballs.connect(TARGET.withCancellation(signal), hanging, FakeAttempt::new));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        signal.cancel();
        assertThat(call.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(attempts).isEmpty();
    }

    @Test
    void theObserverIsToldOfTheLookupAndTheOnlyAttempt() throws Exception {
        NotingObserver observer = new NotingObserver();
        HappyEyeballs.connect(TARGET.withObserver(observer), addresses(1), FakeAttempt::new);
        assertThat(observer.told)
                .containsExactly(
                        "look up example.org", "example.org has 192.0.2.1", "192.0.2.1 started", "192.0.2.1 succeeded");
    }

    @Test
    void theObserverIsToldOfFailures() {
        NotingObserver observer = new NotingObserver();
        ConnectRequest request = TARGET.withObserver(observer);
        assertThatThrownBy(() -> HappyEyeballs.connect(
                        request,
                        host -> {
                            throw new UnknownHostException("unknown");
                        },
                        FakeAttempt::new))
                .isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> HappyEyeballs.connect(
                        request.withAddresses(List.of(address(2))), addresses(1), FakeAttempt::new))
                .isInstanceOf(ConnectException.class);
        assertThat(observer.told)
                .containsExactly(
                        "look up example.org",
                        "example.org failed: look up example.org:80: unknown",
                        "192.0.2.2 started",
                        "192.0.2.2 failed: connect to example.org:80: refused");
    }

    @Test
    void anObserverThatThrowsBreaksNothingAndOthersAreToldAllTheSame() throws Exception {
        NotingObserver observer = new NotingObserver();
        ConnectRequest request = TARGET.withObserver(new ConnectObserver() {
                    @Override
                    public void attemptStarted(InetSocketAddress address) {
                        throw new AssertionError("defect");
                    }
                })
                .withObserver(observer);
        HappyEyeballs.connect(request, addresses(2, 1), FakeAttempt::new);
        assertThat(observer.told).endsWith("192.0.2.1 started", "192.0.2.1 succeeded");
    }
}
