// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
    @Test
    void specAndSettingsMayBeMissing() {
        assertThat(AgentOptions.parse(null)).isEqualTo(new AgentOptions(null, Map.of()));
        assertThat(AgentOptions.parse("")).isEqualTo(new AgentOptions(null, Map.of()));
        assertThat(AgentOptions.parse("recording:nio")).isEqualTo(new AgentOptions("recording:nio", Map.of()));
        assertThat(AgentOptions.parse("recording.file=x"))
                .isEqualTo(new AgentOptions(null, Map.of("recording.file", "x")));
    }

    @Test
    void aPartWithoutNameBelongsToTheListBeforeIt() {
        assertThat(AgentOptions.parse("recording,recording.hosts=a,b,c,recording.file=x=y"))
                .isEqualTo(new AgentOptions("recording", Map.of("recording.hosts", "a,b,c", "recording.file", "x=y")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio,recording", "nio,=x", "=x", "file=x", ".file=x", "recording.=x", "nio,"})
    void whatIsNoSettingIsRefused(String arguments) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.parse(arguments))
                .withMessageContaining("must be BACKEND.SETTING=VALUE");
    }

    @Test
    void propertiesAreAsBeforeIfTheBackendIsNotCreated() {
        AgentOptions options = AgentOptions.parse("nio,nio.no-such-setting=1");

        assertThatIllegalArgumentException()
                .isThrownBy(options::createBackend)
                .withMessageContaining("netbackends.nio.no-such-setting");

        assertThat(System.getProperty("netbackends.nio.no-such-setting")).isNull();
    }
}
