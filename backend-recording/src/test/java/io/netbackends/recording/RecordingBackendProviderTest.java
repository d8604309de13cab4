// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingBackendProviderTest {
    private static final String PREFIX = "netbackends.recording.";

    @TempDir
    private Path directory;

    @AfterEach
    void clear() {
        for (String key : new String[] {"file", "redact", "format"}) {
            System.clearProperty(PREFIX + key);
        }
    }

    @Test
    void namedBackendRecordsTheOneAfterItToFile() throws IOException {
        Path file = directory.resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        NetworkBackend backend = NetworkBackend.named("recording:scripted");
        assertThat(backend.name()).isEqualTo("recording:scripted");
        use(backend);
        assertThat(file).hasContent("""
                        [1] --- connected to 127.0.0.1:80
                        [1] <<< hello
                        [1] <<< Set-Cookie: [redacted]
                        [1] --- closed
                        """);
    }

    @Test
    void redactionCanBeSwitchedOff() throws IOException {
        Path file = directory.resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        System.setProperty(PREFIX + "redact", "off");
        System.setProperty(PREFIX + "format", "text");
        use(NetworkBackend.named("recording:scripted"));
        assertThat(Files.readString(file)).contains("[1] <<< Set-Cookie: Q\n");
    }

    @Test
    void connectionsOfAllBackendsToOneFileAreNumberedTogether() throws IOException {
        Path file = directory.resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        use(NetworkBackend.named("recording:scripted"));
        use(NetworkBackend.named("recording:scripted"));
        assertThat(Files.readString(file)).contains("[1] --- closed\n[2] --- connected");
    }

    @ParameterizedTest
    @CsvSource({
        "redact, yes, 'netbackends.recording.redact (yes) must be on or off'",
        "redact, '', 'netbackends.recording.redact () must be on or off'",
        "format, hex, 'netbackends.recording.format (hex) must be text'"
    })
    void valueThatIsNotAllowedIsRejected(String key, String value, String message) {
        System.setProperty(PREFIX + key, value);
        assertThatThrownBy(() -> NetworkBackend.named("recording:scripted"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void fileThatCannotBeOpenedIsRejected() {
        Path file = directory.resolve("missing").resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        assertThatThrownBy(() -> NetworkBackend.named("recording:scripted"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("netbackends.recording.file (" + file + ") must be a file that can be written")
                .hasMessageEndingWith("its directory does not exist");
    }

    @ParameterizedTest
    @CsvSource({"''", "'\0'"})
    void pathThatIsNoneIsRejected(String path) {
        System.setProperty(PREFIX + "file", path);
        assertThatThrownBy(() -> NetworkBackend.named("recording:scripted"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("netbackends.recording.file (");
    }

    @Test
    void fileIsNotOpenedIfThereIsNothingToRecord() {
        Path file = directory.resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        assertThatThrownBy(() -> NetworkBackend.named("recording:missing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
        assertThat(file).doesNotExist();
    }

    private static void use(NetworkBackend backend) throws IOException {
        try (NetworkStreamInterface stream = backend.connect("a.test", 80)) {
            stream.read();
        }
    }
}
