// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WaiverTest {
    private static final TckFixture BROKEN = new TckFixture() {
        @Override
        public NetworkBackendInterface backend() throws IOException {
            throw new IOException("broken");
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.values());
        }

        @Override
        public Map<String, String> waivers() {
            return CaseRegistry.cases().stream()
                    .map(TckCase::id)
                    .distinct()
                    .collect(Collectors.toMap(id -> id, id -> "told so"));
        }
    };

    @Test
    void recommendedCasesThatAreWaivedAreSkippedWithTheReason() {
        assertThat(run(Level.RECOMMENDED).skipped()).isEqualTo("waived by the fixture: told so");
    }

    @Test
    void requiredCasesCannotBeWaived() {
        assertThat(run(Level.REQUIRED).failure()).isNotNull();
    }

    private static TckReport.Result run(Level level) {
        TckCase any = CaseRegistry.cases().stream()
                .filter(testCase -> testCase.level() == level)
                .findFirst()
                .orElseThrow();
        return Tck.run(any, BROKEN, false);
    }
}
