// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                System.clearProperty(key);
            }
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
                        [1] <<< Set-Cookie: *
                        [1] --- closed
                        """);
    }

    @Test
    void recordingBackendIsFoundWithinASpec() {
        NetworkBackend backend = NetworkBackend.named("recording:scripted");
        assertThat(backend.unwrap(RecordingBackend.class)).isPresent();
        assertThat(backend.unwrap(ScriptedBackend.class)).isPresent();
        assertThat(NetworkBackend.named("scripted").unwrap(RecordingBackend.class))
                .isEmpty();
    }

    @Test
    void bothHalvesOfOneSpecRecordToOneFile() throws Exception {
        Path file = directory.resolve("record.ndjson");
        System.setProperty(PREFIX + "file", file.toString());
        AsyncNetworkBackend async = AsyncNetworkBackend.named("recording:nio");
        assertThat(async).hasToString("<AsyncNetworkBackend [recording:nio, event loop]>");
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.discard())) {
            for (int i = 0; i < 2; i++) {
                try (NetworkStreamInterface stream =
                        NetworkBackend.named("recording:nio").connect("127.0.0.1", peer.port())) {
                    stream.write("hello".getBytes(StandardCharsets.US_ASCII));
                }
                async.connect("127.0.0.1", peer.port())
                        .thenCompose(opened ->
                                opened.use(stream -> stream.write("hello".getBytes(StandardCharsets.US_ASCII))))
                        .get(20, TimeUnit.SECONDS);
            }
        }
        // The blocking half waits for its event, and so for all earlier ones.
        use(NetworkBackend.named("recording:scripted"));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).filteredOn(line -> line.contains("\"open\"")).hasSize(5);
        for (int connection = 1; connection <= 4; connection++) {
            String own = "\"connection\":" + connection + ",";
            assertThat(lines)
                    .filteredOn(line -> line.contains(own))
                    .hasSize(3)
                    .element(1)
                    .asString()
                    .contains("hello");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**/record-2.ndjson");
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
    @CsvSource(
            delimiter = '|',
            value = {
                "redact | java.lang.String | (java.lang.String) must be on, off, or the name of a public class with",
                "redact | missing.Class | (missing.Class) must be on, off, or the name of a public class with",
                "redact-headers | a,b c | (a,b c) must be names of headers: header (b c) must be printable ASCII",
                "redact-parameters | a,b=c | (a,b=c) must be names of parameters: parameter (b=c) must be 64 characters",
                "redact-headers | ,a | (,a) must have an item before and after each comma",
                "format | xml | (xml) must be text, timed-text, hex, ndjson or pcapng",
                "format | pcapng | (pcapng) must be used together with netbackends.recording.file",
                "hosts | '' | () must have an item before and after each comma",
                "skip-hosts | a,,b | (a,,b) must have an item before and after each comma",
                "max-bytes-per-connection | -1 | (-1) must be a number of bytes, at least 0, such as 800, 64k, 10m or 2g",
                "existing | refuse | (refuse) must be used together with netbackends.recording.file",
                "flush | event | (event) must be used together with netbackends.recording.file",
                "max-file-size | 1m | (1m) must be used together with netbackends.recording.file",
                "max-files | 1 | (1) must be used together with netbackends.recording.file"
            })
    void valueThatIsNotAllowedIsRejected(String key, String value, String message) {
        System.setProperty(PREFIX + key, value);
        assertRejected(PREFIX + key + " " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "existing | replace | (replace) must be append or refuse",
                "flush | never | (never) must be event or background",
                "max-file-size | 1t | (1t) must be a number of bytes, at least 1, such as",
                "max-file-size | 0 | (0) must be a number of bytes, at least 1, such as",
                "max-files | 0 | (0) must be a whole number between 1 and 2147483647",
                "max-files | 3g | (3g) must be a whole number between 1 and 2147483647"
            })
    void valueThatIsNotAllowedForFileIsRejected(String key, String value, String message) {
        System.setProperty(PREFIX + "file", directory.resolve("record.txt").toString());
        System.setProperty(PREFIX + key, value);
        assertRejected(PREFIX + key + " " + message);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void misspelledSettingIsRejectedBeforeAnythingIsOpened() {
        System.setProperty(PREFIX + "file", directory.resolve("record.txt").toString());
        System.setProperty(PREFIX + "formt", "hex");
        assertRejected(
                "setting netbackends.recording.formt must be one that the backend \"recording\" has; did you mean"
                        + " netbackends.recording.format?");
        assertThat(directory).isEmptyDirectory();
    }

    /** Main class of a child JVM. */
    static final class OneConnection {
        public static void main(String[] arguments) throws IOException {
            use(NetworkBackend.named("recording:scripted"));
        }
    }

    @Test
    void settingsCanComeFromTheEnvironment() throws Exception {
        Path file = directory.resolve("record.txt");
        ChildJvm child = ChildJvm.classPath(System.getProperty("java.class.path"))
                .environment("NETBACKENDS_RECORDING_FILE", file.toString())
                .environment("NETBACKENDS_RECORDING_REDACT_HEADERS", "X-Key")
                .environment("NETBACKENDS_RECORDING_FORMAT", "hex");
        assertThat(child.run(OneConnection.class.getName()).err()).isEmpty();
        assertThat(file).content().contains("[1] <<< 00000000  68 65 6c 6c 6f");
    }

    @Test
    void headersAreNotRedactedWhereNothingIs() {
        System.setProperty(PREFIX + "redact", "off");
        System.setProperty(PREFIX + "redact-headers", "a");
        assertRejected(
                "netbackends.recording.redact-headers (a) must be used together with netbackends.recording.redact=on");
        System.clearProperty(PREFIX + "redact-headers");
        System.setProperty(PREFIX + "redact-parameters", "a");
        assertRejected(
                "netbackends.recording.redact-parameters (a) must be used together with netbackends.recording.redact=on");
    }

    private static void assertRejected(String message) {
        assertThatThrownBy(() -> NetworkBackend.named("recording:scripted"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void allSettingsOfFileAreObeyed() throws IOException {
        Path file = directory.resolve("%n.txt");
        System.setProperty(PREFIX + "file", file.toString());
        System.setProperty(PREFIX + "format", "hex");
        System.setProperty(PREFIX + "redact-headers", "X-Key");
        System.setProperty(PREFIX + "hosts", "a.test,b.test");
        System.setProperty(PREFIX + "skip-hosts", "b.test");
        System.setProperty(PREFIX + "max-bytes-per-connection", "5");
        System.setProperty(PREFIX + "existing", "refuse");
        System.setProperty(PREFIX + "flush", "background");
        System.setProperty(PREFIX + "max-file-size", "1k");
        System.setProperty(PREFIX + "max-files", "3");
        NetworkBackend backend = NetworkBackend.named("recording:scripted");
        backend.connect("b.test", 80).close();
        use(backend);
        awaitContent(directory.resolve("1.txt"), """
                [1] --- connected to 127.0.0.1:80
                [1] <<< 00000000  68 65 6c 6c 6f                                    |hello|
                [1] --- 17 bytes read, not kept
                [1] --- closed
                """);
        System.setProperty(PREFIX + "max-files", "4");
        assertRejected("netbackends.recording.file (" + file + ") must be a file that can be written: ");
    }

    /** A redaction as a user would write it. */
    public static final class Nothing implements Redaction {
        /** Creates it. */
        public Nothing() {}

        @Override
        public Redactor redactor(ConnectionInfo connection, boolean written) {
            return bytes -> bytes.put(0, (byte) 'H');
        }
    }

    @Test
    void redactionOfOnesOwnIsFoundByItsName() throws IOException {
        Path file = directory.resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        System.setProperty(PREFIX + "redact", Nothing.class.getName());
        use(NetworkBackend.named("recording:scripted"));
        assertThat(Files.readString(file)).contains("[1] <<< Hello\n[1] <<< Set-Cookie: Q\n");
    }

    @Test
    void formatIsThatOfTheEnding() throws IOException {
        Path file = directory.resolve("record.NDJSON");
        System.setProperty(PREFIX + "file", file.toString());
        use(NetworkBackend.named("recording:scripted"));
        assertThat(Files.readString(file)).startsWith("{\"kind\":\"recording\"").endsWith("\"kind\":\"close\"}\n");
    }

    @Test
    void fileThatCannotBeOpenedIsRejected() {
        Path file = directory.resolve("missing").resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        assertThatThrownBy(() -> NetworkBackend.named("recording:scripted"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("netbackends.recording.file (" + file
                        + ") must be a file that can be written: its directory does not exist");
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

    @Test
    void fileThatSomethingElseRecordsToIsNoReasonToStopAProgram() throws IOException {
        Path file = directory.resolve("record.txt");
        System.setProperty(PREFIX + "file", file.toString());
        try (Warnings warnings = new Warnings();
                FileRecorder other = FileRecorder.builder(file.toString()).open()) {
            assertThat(other.lostEvents()).isZero();
            use(NetworkBackend.named("recording:scripted"));
            use(NetworkBackend.named("recording:scripted"));
            assertThat(warnings.messages())
                    .containsExactly("another recorder writes to " + file + "; recording to "
                            + directory.resolve("record-2.txt"));
        }
        assertThat(file).isEmptyFile();
        assertThat(directory.resolve("record-2.txt")).content().contains("[1] --- closed\n[2] --- connected");
    }

    @Test
    void extensionOfAnotherFormatIsRejectedUnlessTheFormatIsGiven() throws IOException {
        Path file = directory.resolve("record.pcap");
        System.setProperty(PREFIX + "file", file.toString());
        assertRejected("netbackends.recording.file (" + file + ") must have the extension of a format: file (" + file
                + ") must have another extension, or its format must be given: did you mean .pcapng?");
        assertThat(file).doesNotExist();
        System.setProperty(PREFIX + "format", "text");
        use(NetworkBackend.named("recording:scripted"));
        assertThat(file).content().contains("[1] --- closed\n");
    }

    private static void awaitContent(Path file, String content) throws IOException {
        Instant limit = Instant.now().plusSeconds(30);
        while (!Files.readString(file).equals(content) && Instant.now().isBefore(limit)) {
            Thread.yield();
        }
        assertThat(file).hasContent(content);
    }

    private static void use(NetworkBackend backend) throws IOException {
        try (NetworkStreamInterface stream = backend.connect("a.test", 80)) {
            stream.read();
        }
    }
}
