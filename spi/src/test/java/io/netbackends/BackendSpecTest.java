// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendSpecTest {
    @Test
    void namesAreListedOutermostFirst() {
        BackendSpec spec = BackendSpec.parse("recording:unix-socket:nio2", "");
        assertThat(spec.names()).containsExactly("recording", "unix-socket", "nio2");
        assertThat(spec).hasToString("recording:unix-socket:nio2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "nio:", ":nio", "a::b", "Nio", "nio ", " nio", "-a", "a-", "a--b", "1a", "a_b", "ä"})
    void malformedSpecsAreRejectedAndShown(String spec) {
        assertThatThrownBy(() -> BackendSpec.parse(spec, " (from the test)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + spec + "\" (from the test)")
                .hasMessageContaining("must be lower-case letters");
    }

    @Test
    void longAndUnprintableSpecsAreShownInPart() {
        assertThatThrownBy(() -> BackendSpec.parse("\u001b[2J" + "x".repeat(10_000), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("\u001b"));
    }

    @Test
    void aNameMayHaveAnyNumberOfHyphens() {
        String name = "a" + "-a".repeat(100_000);
        assertThat(BackendSpec.parse(name, "").names()).containsExactly(name);
    }
}
