// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A client that sends the same bytes each time, so that a recording can be replayed to it. For {@link ClientTest}s. */
interface Replayable extends Client {
    /** The arguments with which the program sends the same bytes each time; all by default. */
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
