// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    /** The name of a process may contain spaces and parentheses. */
    private static Load load(long user, long idle, long steal, long own, long ended) {
        return Load.of(
                List.of("cpu  " + user + " 0 0 " + idle + " 0 0 0 " + steal + " 0 0", "cpu0 1 2 3"),
                "42 (a) b (c) S 1 1 1 0 -1 0 0 0 0 0 " + own + " 0 " + ended + " 0 20 0",
                2);
    }

    @Test
    void othersAreWhatIsBusyWithoutThisProcessAndItsDescendants() {
        Load before = load(1000, 1000, 0, 100, 50);
        Load after = load(1150, 1040, 10, 150, 100); // 200 ticks, of which 160 are busy, and 100 of these its own

        assertThat(after.othersSince(before)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void nothingIsBelowZero() {
        assertThat(load(1000, 1100, 0, 200, 0).othersSince(load(1000, 1000, 0, 100, 0)))
                .isZero();
    }

    @Test
    void moreThanHalfAProcessorIsRefused() {
        assertThat(Load.refusal(0.5)).isEmpty();
        assertThat(Load.refusal(0.51)).contains("0.51").contains("--force");
    }
}
