// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
    private static final Goal.On EXCHANGE = Goal.on("exchange", "");
    private static final Goal RATIO = EXCHANGE.score().atLeast(0.97, "nio", "rawSocket");
    private static final Goal MORE = EXCHANGE.atMostMore(40, "nioDeadline", "nio");

    @Test
    void narrowIntervalIsDecidedByItsMedian() {
        assertThat(RATIO.verdict(new Spread(0.98, 0.96, 1.0, 11))).isEqualTo("yes");
        assertThat(RATIO.verdict(new Spread(0.96, 0.94, 0.98, 11))).isEqualTo("no");
    }

    @Test
    void wideIntervalIsNotDecided() {
        assertThat(RATIO.verdict(new Spread(2, 1.8, 2.05, 11))).isEqualTo("not decided");
        assertThat(RATIO.verdict(new Spread(0.5, 0.49, 0.6, 11))).isEqualTo("not decided");
    }

    @Test
    void fewRoundsDecideNothing() {
        assertThat(RATIO.verdict(new Spread(1, 1, 1, 4))).isEqualTo("not decided");
    }

    @Test
    void differenceIsDecidedIfItsLimitIsOutsideOfTheInterval() {
        assertThat(MORE.verdict(new Spread(1, -9, 12, 11))).isEqualTo("yes");
        assertThat(MORE.verdict(new Spread(60, 45, 99, 11))).isEqualTo("no");
        assertThat(MORE.verdict(new Spread(39, 38, 41, 11))).isEqualTo("not decided");
    }

    @Test
    void whereNothingIsAskedThereIsNoVerdict() {
        assertThat(EXCHANGE.told("nio", "socket").verdict(new Spread(1, 1, 1, 11)))
                .isEqualTo("–");
    }

    @Test
    void workForTheSameCpuTimeLimitsTheCpuTime() {
        Goal work = EXCHANGE.work(0.8, "nio", "rawSocket");

        assertThat(work.metric()).isEqualTo(Sample.CPU);
        assertThat(work.asked()).isEqualTo("≤ 1.25");
    }
}
