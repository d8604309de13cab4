// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void elevenRoundsLeaveOneOutAtEachEnd() {
        Spread spread = Spread.of(List.of(100.0, 1.0, 5.0, 4.0, 3.0, 2.0, 6.0, 7.0, 8.0, 9.0, 0.0));

        assertThat(spread).isEqualTo(new Spread(5, 1, 9, 11));
    }

    @Test
    void twentyRoundsLeaveTwoOutAtEachEnd() {
        Spread spread =
                Spread.of(IntStream.rangeClosed(1, 20).asDoubleStream().boxed().toList());

        assertThat(spread).isEqualTo(new Spread(10.5, 3, 18, 20));
    }

    @Test
    void fewRoundsLeaveNothingOut() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3, 3));
    }

    @Test
    void isWithinFivePercentOnBothSidesOnly() {
        assertThat(new Spread(1, 0.96, 1.04, 11).isWithin(0.05)).isTrue();
        assertThat(new Spread(1, 0.94, 1.04, 11).isWithin(0.05)).isFalse();
        assertThat(new Spread(1, 0.96, 1.06, 11).isWithin(0.05)).isFalse();
    }
}
