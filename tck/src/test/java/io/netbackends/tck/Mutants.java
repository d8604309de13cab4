// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Checks that the kit detects a defective backend by the intended case, with a readable message. */
final class Mutants {
    // Some mutants hang, and no case that detects one needs longer.
    private static final Duration GUARD = Duration.ofSeconds(4);

    /** A race may not appear in each run of its case. */
    private static final int MAX_RUNS = 20;

    private Mutants() {}

    /** Runs the cases with these ids. Each must fail and name the broken rule and the place to look. */
    static void assertKilled(TckFixture mutant, String... ids) {
        for (String id : ids) {
            List<TckCase> cases = CaseRegistry.cases().stream()
                    .filter(testCase -> testCase.id().equals(id))
                    .toList();
            assertThat(cases).as("cases with id %s", id).isNotEmpty().allSatisfy(testCase -> {
                TckReport.Result result = firstFailure(testCase, mutant);
                assertThat(result.skipped()).as("skipped").isNull();
                assertThat(result.failure()).as(testCase.name()).isNotNull();
                assertThat(result.failure())
                        .hasMessageStartingWith(id)
                        .hasMessageContaining(testCase.rule().text())
                        .hasMessageContaining(testCase.hint());
            });
        }
    }

    private static TckReport.Result firstFailure(TckCase testCase, TckFixture mutant) {
        TckReport.Result result = Tck.run(testCase, mutant, false, GUARD);
        for (int run = 1; run < MAX_RUNS && result.skipped() == null && result.failure() == null; run++) {
            result = Tck.run(testCase, mutant, false, GUARD);
        }
        return result;
    }
}
