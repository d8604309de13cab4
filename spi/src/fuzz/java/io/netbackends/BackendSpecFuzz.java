// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text is either a spec, and shown as it was written, or rejected with a short, printable message. */
class BackendSpecFuzz {
    @FuzzTest(maxDuration = "1m")
    void anyText(FuzzedDataProvider data) {
        // A fuzzer makes few long texts, so this one may repeat a short text.
        int times = data.consumeBoolean() ? 1 : data.consumeInt(1, 20_000);
        String prefix = data.consumeAsciiString(2);
        String text = prefix + data.consumeRemainingAsString().repeat(times);
        BackendSpec spec;
        try {
            spec = BackendSpec.parse(text, " (fuzzed)");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage())
                    .hasSizeLessThan(500)
                    .contains("(fuzzed)")
                    .contains("must be")
                    .doesNotContainPattern("\\p{Cntrl}");
            return;
        }
        assertThat(spec).hasToString(text);
        assertThat(spec.rest()).hasSize(spec.names().size() - 1);
        assertThat(BackendSpec.parse(spec.first(), "").rest()).isEmpty();
    }
}
