// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A client that says the same each time, so that a recording can answer it. For {@link ClientTest}s. */
interface Replayable extends Client {
    /** Those that make the program say the same each time; all of them by default. */
    default String[] repeatableArguments() {
        return arguments();
    }

    @Test
    default void its_recording_answers_without_the_servers() throws Exception {
        try (SelectedRecording recording = new SelectedRecording()) {
            String output = output(BackendSockets.over("recording:nio"), repeatableArguments());
            assertThat(output(BackendSockets.over("replay"), repeatableArguments()))
                    .isEqualTo(output);
        }
    }
}
