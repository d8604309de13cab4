// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that can be configured to use the sockets of a backend. For {@link ClientTest}s. */
interface HookedClient extends Client {
    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio"})
    default void does_the_same_as_over_the_platforms_sockets(String spec) throws Exception {
        assertThat(output(BackendSockets.over(spec))).isEqualTo(platformsOutput());
    }

    @Test
    default void its_recording_shows_plaintext() throws Exception {
        try (SelectedRecording recording = new SelectedRecording()) {
            assertThat(output(BackendSockets.over("recording:nio"))).isEqualTo(platformsOutput());
            assertThat(recording.plaintext()).contains(plaintext());
        }
    }
}
