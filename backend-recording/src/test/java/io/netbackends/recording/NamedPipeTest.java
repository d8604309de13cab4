// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NamedPipeTest {
    @TempDir
    private Path directory;

    @Test
    @Timeout(60)
    void programDoesNotWaitForTheReaderOfThePipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/mkfifo"))
                        && new ProcessBuilder("/usr/bin/mkfifo", pipe.toString())
                                        .start()
                                        .waitFor()
                                == 0,
                "no mkfifo here");
        try (FileRecorder recorder = FileRecorder.builder(pipe.toString()).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            connection.written(Transcript.bytes("a\n"));
            try (BufferedReader reader = Files.newBufferedReader(pipe)) {
                assertThat(reader.readLine()).isEqualTo("[1] --- connected");
                assertThat(reader.readLine()).isEqualTo("[1] >>> a");
                connection.closed();
                assertThat(reader.readLine()).isEqualTo("[1] --- closed");
            }
            assertThat(recorder.lostEvents()).isZero();
        }
    }
}
