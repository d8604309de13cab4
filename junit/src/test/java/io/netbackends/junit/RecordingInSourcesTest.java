// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs from a recording in the sources of this project; the host does not exist. */
class RecordingInSourcesTest {
    private NetworkStreamInterface stream;

    @BeforeEach
    void connect(NetworkBackendInterface net) throws Exception {
        stream = net.connect("greeting.invalid", 7);
    }

    @Test
    @Recorded("greeting.ndjson")
    void runsFromARecordingThatIsKeptWithTheSources() throws Exception {
        try (NetworkStreamInterface open = stream) {
            open.write("hello".getBytes(UTF_8));
            assertThat(new String(open.inputStream().readAllBytes(), UTF_8)).isEqualTo("HELLO");
        }
    }
}
