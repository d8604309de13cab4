// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timeouts that restart, with a clock moved by hand. */
class IdleTimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AfterEach
    void noDeadlineIsLeftBehind() {
        assertThat(Timeout.isActive()).isFalse();
    }

    @Test
    void startsAnewWithProgress() throws Exception {
        try (ManualTime time = new ManualTime();
                Timeout idle = Timeout.idle(SECOND)) {
            for (int i = 0; i < 3; i++) {
                time.advance(SECOND.minusNanos(1));
                Timeout.check("read");
                assertThat(Timeout.checkProgress("read")).isEqualTo(SECOND.toNanos());
                assertThat(Timeout.remainingNanos()).isEqualTo(SECOND.toNanos());
            }
            time.advance(SECOND);
            assertThat(idle.isExpired()).isTrue();
            assertThatThrownBy(() -> Timeout.check("read from 127.0.0.1:80"))
                    .hasMessage("read from 127.0.0.1:80 timed out: idle for 1 s")
                    .isInstanceOfSatisfying(NetworkTimeoutException.class, e -> {
                        assertThat(e.isIdle()).isTrue();
                        assertThat(e.duration()).isEqualTo(SECOND);
                        assertThat(e.during("look").isIdle()).isTrue();
                        assertThat(e.during("look")).hasMessage("look timed out: idle for 1 s");
                    });
            Timeout.checkProgress("read again");
            assertThat(idle.isExpired()).isFalse();
        }
    }

    @Test
    void prolongsNoDeadlineAroundOrInIt() throws Exception {
        try (ManualTime time = new ManualTime();
                Timeout overall = Timeout.after(MINUTE);
                Timeout idle = Timeout.idle(SECOND)) {
            time.advance(MINUTE);
            assertThatThrownBy(() -> Timeout.checkProgress("read"))
                    .hasMessage("read timed out: the deadline of 60 s has passed");
            assertThat(idle.isExpired()).as("but the call has begun").isFalse();
            overall.cancel();
            assertThatCode(() -> Timeout.checkProgress("read")).doesNotThrowAnyException();
        }
        try (ManualTime time = new ManualTime();
                Timeout idle = Timeout.idle(MINUTE);
                Timeout inner = Timeout.after(SECOND)) {
            time.advance(SECOND);
            assertThatThrownBy(() -> Timeout.checkProgress("read"))
                    .hasMessage("read timed out: the deadline of 1 s has passed");
        }
    }

    @Test
    void progressTellsWhatIsLeftOfTheEarliestDeadline() throws Exception {
        assertThat(Timeout.checkProgress("read")).isEqualTo(Long.MAX_VALUE);
        try (ManualTime time = new ManualTime();
                Timeout overall = Timeout.after(MINUTE);
                Timeout idle = Timeout.idle(SECOND)) {
            time.advance(MINUTE.minusNanos(1));
            assertThat(Timeout.checkProgress("read")).isEqualTo(1);
            overall.cancel();
            assertThat(Timeout.checkProgress("read")).isEqualTo(SECOND.toNanos());
            idle.cancel();
            assertThat(Timeout.checkProgress("read")).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void hasOneClockOnAllThreads() throws Exception {
        try (ManualTime time = new ManualTime();
                Timeout idle = Timeout.idle(SECOND)) {
            Deadlines captured = Deadlines.current();
            time.advance(SECOND);
            assertThat(captured.expired("read")).isNotNull();
            captured.noteProgress();
            assertThat(captured.remainingNanos()).isEqualTo(SECOND.toNanos());
            assertThat(idle.remaining()).isEqualTo(SECOND);
            time.advance(SECOND);
            assertThat(idle.isExpired()).isTrue();
            assertThat(captured.expired("read")).isNotNull();
            Deadlines progress = captured.progress();
            assertThat(progress.areActive()).isFalse();
            progress.noteProgress();
            assertThat(idle.isExpired()).isFalse();
        }
    }

    @Test
    void canBeCancelled() throws Exception {
        try (ManualTime time = new ManualTime();
                Timeout idle = Timeout.idle(SECOND)) {
            time.advance(MINUTE);
            idle.cancel();
            assertThatCode(() -> Timeout.check("read")).doesNotThrowAnyException();
            assertThat(Timeout.isActive()).isFalse();
            assertThat(idle).hasToString("<Timeout [1 s idle CANCELLED]>");
        }
    }

    @Test
    void mustBePositive() {
        assertThatThrownBy(() -> Timeout.idle(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duration (PT0S) must be positive");
        assertThatThrownBy(() -> Timeout.idle(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
    }
}
