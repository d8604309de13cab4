// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AfterEach
    void noDeadlineIsLeftBehind() {
        assertThat(Timeout.remainingNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withoutADeadlineNothingExpires() {
        assertThatCode(() -> Timeout.check("read")).doesNotThrowAnyException();
    }

    @Test
    void expiresWhenItsTimeIsOverAndNotBefore() throws Exception {
        try (ManualTime time = new ManualTime();
                Timeout timeout = Timeout.after(SECOND)) {
            time.advance(SECOND.minusNanos(1));
            Timeout.check("read");
            assertThat(Timeout.remainingNanos()).isEqualTo(1);
            assertThat(timeout.isExpired()).isFalse();

            time.advance(Duration.ofNanos(1));
            assertThat(timeout.isExpired()).isTrue();
            assertThat(timeout.remaining()).isZero();
            assertThat(Timeout.remainingNanos()).isZero();
            assertThatThrownBy(() -> Timeout.check("read from 127.0.0.1:80"))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("read from 127.0.0.1:80 timed out: the deadline of 1 s has passed")
                    .isInstanceOfSatisfying(NetworkTimeoutException.class, e -> {
                        assertThat(e.operation()).isEqualTo("read from 127.0.0.1:80");
                        assertThat(e.duration()).isEqualTo(SECOND);
                    });
        }
    }

    @Test
    void asksForTheTextOfAnOperationOnlyWhenItFails() throws Exception {
        Object neverAsked = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("text was built for a message that is not needed");
            }
        };
        try (ManualTime time = new ManualTime();
                Timeout timeout = Timeout.after(SECOND)) {
            Timeout.check(neverAsked);
            assertThat(Timeout.checkRemaining(neverAsked)).isEqualTo(SECONDS.toNanos(1));
            timeout.cancel();
            assertThat(Timeout.checkRemaining(neverAsked)).isEqualTo(Long.MAX_VALUE);
        }
        assertThat(Timeout.checkRemaining(neverAsked)).isEqualTo(Long.MAX_VALUE);
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> Timeout.checkRemaining(new StringBuilder("read")))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("read timed out");
        }
    }

    @Test
    void staysExpired() {
        try (ManualTime time = new ManualTime();
                Timeout timeout = Timeout.after(SECOND)) {
            time.advance(MINUTE);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> Timeout.check("read")).isInstanceOf(NetworkTimeoutException.class);
            }
        }
    }

    @Test
    void ofZeroIsExpiredAtOnce() {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThat(timeout.isExpired()).isTrue();
            assertThatThrownBy(() -> Timeout.check("read")).isInstanceOf(NetworkTimeoutException.class);
        }
    }

    @Test
    void rejectsANegativeDurationAndNullAndChangesNothing() {
        assertThatThrownBy(() -> Timeout.after(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration (PT-0.000000001S) must not be negative");
        assertThatThrownBy(() -> Timeout.after(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Timeout.propagate((Runnable) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Timeout.propagate((Callable<?>) null)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE / 1000L, Integer.MAX_VALUE, Long.MAX_VALUE / 1_000_000_000, Long.MAX_VALUE})
    void ofHugeDurationsDoesNotOverflow(long seconds) throws Exception {
        try (ManualTime time = new ManualTime();
                Timeout timeout = Timeout.after(Duration.ofSeconds(seconds))) {
            assertThat(Timeout.remainingNanos()).isPositive().isLessThan(Long.MAX_VALUE);
            time.advance(Duration.ofDays(20));
            Timeout.check("read");
            assertThat(Timeout.remainingNanos()).isPositive().isLessThan(Long.MAX_VALUE);
        }
    }

    @Test
    void remembersAfterTheBlockWhetherItExpired() {
        try (ManualTime time = new ManualTime()) {
            Timeout timeout = Timeout.after(SECOND);
            timeout.close();
            assertThat(timeout.isExpired()).isFalse();
            time.advance(SECOND);
            assertThat(timeout.isExpired()).isTrue();
        }
    }

    @Test
    void describesItself() {
        try (Timeout timeout = Timeout.after(Duration.ofMillis(250))) {
            assertThat(timeout).hasToString("<Timeout [0.25 s]>");
            timeout.cancel();
            assertThat(timeout).hasToString("<Timeout [0.25 s CANCELLED]>");
        }
    }

    @Nested
    class WhenNested {
        @Test
        void theTighterInnerOneCountsAndTheOuterOneAfterIt() throws Exception {
            try (ManualTime time = new ManualTime();
                    Timeout outer = Timeout.after(MINUTE)) {
                try (Timeout inner = Timeout.after(SECOND)) {
                    time.advance(SECOND);
                    assertThatThrownBy(() -> Timeout.check("read"))
                            .isInstanceOfSatisfying(
                                    NetworkTimeoutException.class,
                                    e -> assertThat(e.duration()).isEqualTo(SECOND));
                    assertThat(outer.isExpired()).isFalse();
                }
                Timeout.check("read");
                assertThat(Timeout.remainingNanos()).isEqualTo(SECONDS.toNanos(59));
            }
        }

        @Test
        void theTighterOuterOneCountsInside() {
            try (ManualTime time = new ManualTime();
                    Timeout outer = Timeout.after(SECOND);
                    Timeout inner = Timeout.after(MINUTE)) {
                assertThat(Timeout.remainingNanos()).isEqualTo(SECONDS.toNanos(1));
                time.advance(SECOND);
                assertThatThrownBy(() -> Timeout.check("read"))
                        .isInstanceOfSatisfying(
                                NetworkTimeoutException.class,
                                e -> assertThat(e.duration()).isEqualTo(SECOND));
                assertThat(inner.isExpired()).isFalse();
            }
        }

        @Test
        void theOutermostIsNamedWhenSeveralHaveExpired() {
            try (ManualTime time = new ManualTime();
                    Timeout outer = Timeout.after(Duration.ofSeconds(3));
                    Timeout middle = Timeout.after(Duration.ofSeconds(2));
                    Timeout inner = Timeout.after(SECOND)) {
                time.advance(MINUTE);
                assertThatThrownBy(() -> Timeout.check("read"))
                        .isInstanceOfSatisfying(
                                NetworkTimeoutException.class,
                                e -> assertThat(e.duration()).isEqualTo(Duration.ofSeconds(3)));
            }
        }

        @Test
        void fiveThousandDeepTheTightestCounts() {
            Deque<Timeout> scopes = new ArrayDeque<>();
            try (ManualTime time = new ManualTime()) {
                for (int i = 0; i < 5000; i++) {
                    scopes.push(Timeout.after(Duration.ofSeconds(1 + Math.abs(i - 2500))));
                }
                assertThat(Timeout.remainingNanos()).isEqualTo(SECONDS.toNanos(1));
                while (!scopes.isEmpty()) {
                    scopes.pop().close();
                }
            }
        }
    }

    @Nested
    class WhenCancelled {
        @Test
        void neverExpires() throws Exception {
            try (ManualTime time = new ManualTime();
                    Timeout timeout = Timeout.after(SECOND)) {
                timeout.cancel();
                timeout.cancel();
                time.advance(MINUTE);
                Timeout.check("read");
                assertThat(timeout.isCancelled()).isTrue();
                assertThat(timeout.isExpired()).isFalse();
                assertThat(timeout.remaining()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
                assertThat(Timeout.remainingNanos()).isEqualTo(Long.MAX_VALUE);
            }
        }

        @Test
        void afterItExpiredIsLiftedAllTheSame() throws Exception {
            try (ManualTime time = new ManualTime();
                    Timeout timeout = Timeout.after(SECOND)) {
                time.advance(SECOND);
                timeout.cancel();
                Timeout.check("read");
            }
        }

        @Test
        void leavesTheOuterOne() {
            try (ManualTime time = new ManualTime();
                    Timeout outer = Timeout.after(SECOND);
                    Timeout inner = Timeout.after(SECOND)) {
                inner.cancel();
                time.advance(SECOND);
                assertThatThrownBy(() -> Timeout.check("read")).isInstanceOf(NetworkTimeoutException.class);
            }
        }

        @Test
        void byAnotherThreadIsSeenHere() throws Exception {
            try (ManualTime time = new ManualTime();
                    Timeout timeout = Timeout.after(SECOND)) {
                time.advance(SECOND);
                CompletableFuture.runAsync(timeout::cancel).get(30, SECONDS);
                Timeout.check("read");
            }
        }
    }

    @Nested
    class WhenMisused {
        @Test
        void closingTwiceIsHarmless() {
            Timeout timeout = Timeout.after(SECOND);
            timeout.close();
            timeout.close();
        }

        @Test
        void closingTheOuterFirstFailsAndEndsBoth() {
            Timeout outer = Timeout.after(SECOND);
            Timeout inner = Timeout.after(MINUTE);
            assertThatThrownBy(outer::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("timeout (1 s) must be closed after the ones opened inside it");
            assertThat(Timeout.remainingNanos()).isEqualTo(Long.MAX_VALUE);
            inner.close();
        }

        @Test
        void closingOutOfOrderLeavesTheOnesAround() {
            try (Timeout around = Timeout.after(MINUTE)) {
                Timeout outer = Timeout.after(SECOND);
                Timeout inner = Timeout.after(SECOND);
                assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class);
                inner.close();
                assertThat(Timeout.remainingNanos()).isBetween(SECONDS.toNanos(2), SECONDS.toNanos(60));
            }
        }

        @Test
        void closingOnAnotherThreadFailsAndChangesNothing() throws Exception {
            try (Timeout timeout = Timeout.after(MINUTE)) {
                Throwable failure = CompletableFuture.supplyAsync(() -> catchThrowable(timeout::close))
                        .get(30, SECONDS);
                assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("timeout (60 s) must be closed by the thread that opened it, ");
                assertThat(Timeout.remainingNanos()).isLessThan(Long.MAX_VALUE);
            }
        }

        @Test
        void anExceptionLeavesTheBlockCleanly() {
            assertThatThrownBy(() -> {
                        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
                            Timeout.check("read");
                        }
                    })
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasNoSuppressedExceptions()
                    .hasNoCause();
        }
    }

    @Test
    void isActiveWhereAnyDeadlineCountsPassedOrNot() {
        assertThat(Timeout.isActive()).isFalse();
        try (Timeout outer = Timeout.after(Duration.ZERO)) {
            assertThat(Timeout.isActive()).isTrue();
            try (Timeout inner = Timeout.after(Duration.ofDays(1))) {
                inner.cancel();
                assertThat(Timeout.isActive()).isTrue();
                outer.cancel();
                assertThat(Timeout.isActive()).isFalse();
            }
        }
        assertThat(Timeout.isActive()).isFalse();
    }
}
