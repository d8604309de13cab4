// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Object neverAsked = new Object() {
        @Override
        public String toString() {
            throw new AssertionError("text was built for a message that is not needed");
        }
    };

    @AfterEach
    void noDeadlineIsLeftBehind() {
        assertThat(Timeout.isActive()).isFalse();
    }

    @Test
    void withoutADeadlineThereAreNone() {
        assertThat(Deadlines.current()).isSameAs(Deadlines.none());
        assertThat(Deadlines.none().areActive()).isFalse();
        assertThat(Deadlines.none().remainingNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(Deadlines.none().expired(neverAsked)).isNull();
        assertThatCode(() -> Deadlines.none().check(neverAsked)).doesNotThrowAnyException();
    }

    @Test
    void tellTheTightestDeadlineOnAnyThread() throws Exception {
        try (ManualTime time = new ManualTime();
                Timeout outer = Timeout.after(MINUTE);
                Timeout inner = Timeout.after(SECOND)) {
            Deadlines deadlines = Deadlines.current();
            time.advance(Duration.ofMillis(400));
            long remaining =
                    CompletableFuture.supplyAsync(deadlines::remainingNanos).get(30, SECONDS);
            assertThat(remaining).isEqualTo(Duration.ofMillis(600).toNanos());
            assertThat(deadlines.areActive()).isTrue();
            assertThat(deadlines.expired(neverAsked)).isNull();
            deadlines.check(neverAsked);
        }
    }

    @Test
    void nameTheOutermostOfSeveralThatHavePassed() {
        try (ManualTime time = new ManualTime();
                Timeout outer = Timeout.after(SECOND);
                Timeout inner = Timeout.after(SECOND.dividedBy(2))) {
            Deadlines deadlines = Deadlines.current();
            time.advance(SECOND);
            assertThat(deadlines.remainingNanos()).isZero();
            assertThat(deadlines.expired("read from 192.0.2.1:80"))
                    .hasMessage("read from 192.0.2.1:80 timed out: the deadline of 1 s has passed");
            assertThatThrownBy(() -> deadlines.check("read"))
                    .isInstanceOfSatisfying(
                            NetworkTimeoutException.class,
                            e -> assertThat(e.duration()).isEqualTo(SECOND));
        }
    }

    @Test
    void goOnCountingWhenTheBlockHasEndedAndObeyALaterCancel() {
        try (ManualTime time = new ManualTime()) {
            Timeout timeout = Timeout.after(SECOND);
            Deadlines deadlines = Deadlines.current();
            timeout.close();
            time.advance(SECOND);
            assertThat(deadlines.remainingNanos()).isZero();
            timeout.cancel();
            assertThat(deadlines.remainingNanos()).isEqualTo(Long.MAX_VALUE);
            assertThat(deadlines.areActive()).isFalse();
        }
    }

    @Test
    void areNotChangedByBlocksOpenedLater() {
        try (ManualTime time = new ManualTime();
                Timeout outer = Timeout.after(MINUTE)) {
            Deadlines deadlines = Deadlines.current();
            try (Timeout inner = Timeout.after(SECOND)) {
                assertThat(deadlines.remainingNanos()).isEqualTo(SECONDS.toNanos(60));
            }
        }
    }

    @Test
    void runUnderExactlyTheseDeadlinesAndRestoreTheThreadsOwn() {
        try (ManualTime time = new ManualTime()) {
            Deadlines minute;
            try (Timeout timeout = Timeout.after(MINUTE)) {
                minute = Deadlines.current();
            }
            try (Timeout own = Timeout.after(SECOND)) {
                minute.run(() -> assertThat(Timeout.remainingNanos()).isEqualTo(SECONDS.toNanos(60)));
                assertThat(Timeout.remainingNanos()).isEqualTo(SECONDS.toNanos(1));
                long none = Deadlines.none().call(Timeout::remainingNanos);
                assertThat(none).isEqualTo(Long.MAX_VALUE);
                assertThat(Timeout.remainingNanos()).isEqualTo(SECONDS.toNanos(1));
            }
        }
    }

    @Test
    void restoreTheThreadsOwnAfterAFailureAndADeadlineLeftOpen() {
        try (ManualTime time = new ManualTime();
                Timeout own = Timeout.after(SECOND)) {
            assertThatThrownBy(() -> Deadlines.none().call(() -> {
                        Timeout.after(Duration.ZERO);
                        throw new IOException("task");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("task");
            assertThat(Timeout.remainingNanos()).isEqualTo(SECONDS.toNanos(1));
        }
    }

    @Test
    void doNotRestoreABlockThatTheTaskHasClosed() {
        Timeout own = Timeout.after(SECOND);
        Deadlines.none().run(own::close);
        assertThat(Timeout.isActive()).isFalse();
    }

    @Test
    void rejectNull() {
        assertThatThrownBy(() -> Deadlines.none().run(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Deadlines.none().call(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Deadlines.none().check(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Deadlines.none().expired(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void describeThemselves() {
        assertThat(Deadlines.none()).hasToString("<Deadlines []>");
        try (Timeout outer = Timeout.after(Duration.ofSeconds(3));
                Timeout inner = Timeout.after(Duration.ofMillis(250))) {
            inner.cancel();
            assertThat(Deadlines.current()).hasToString("<Deadlines [0.25 s CANCELLED, 3 s]>");
        }
    }
}
