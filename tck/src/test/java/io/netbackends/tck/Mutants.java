// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Holds the kit to what it is for: a wrong backend must be found out by the case meant for it, with a readable message. */
final class Mutants {
    // Some mutants hang, and no case that finds one out needs longer.
    private static final Duration GUARD = Duration.ofSeconds(4);

    private Mutants() {}

    /** Runs the cases with these ids, each of which must fail and say which rule was broken and where to look. */
    static void assertKilled(TckFixture mutant, String... ids) {
        for (String id : ids) {
            List<TckResult> results = Tck.cases().stream()
                    .filter(testCase -> testCase.id().equals(id))
                    .map(testCase -> Tck.run(testCase, mutant, false, GUARD))
                    .toList();
            assertThat(results).as("cases with id %s", id).isNotEmpty().allSatisfy(result -> {
                assertThat(result.skipped()).as("skipped").isNull();
                assertThat(result.failure()).as(result.testCase().name()).isNotNull();
                assertThat(result.failure())
                        .hasMessageStartingWith(id)
                        .hasMessageContaining(result.testCase().rule().text())
                        .hasMessageContaining(result.testCase().hint());
            });
        }
    }
}
