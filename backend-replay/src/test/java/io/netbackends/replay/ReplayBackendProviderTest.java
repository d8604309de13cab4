// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backend selected by system properties. */
class ReplayBackendProviderTest extends ReplayTestBase {
    @AfterEach
    void clear() {
        for (String key : new String[] {"file", "match", "pace", "repeat"}) {
            System.clearProperty("netbackends.replay." + key);
        }
    }

    @Test
    void goesOnInTheRecordingWhereverTheBackendIsCreated() throws Exception {
        set("file", twoConnections().toString());
        assertThat(read()).isEqualTo("one");
        assertThat(read()).isEqualTo("two");
        assertThatThrownBy(this::read).isInstanceOf(ReplayMismatchException.class);
        set("repeat", "true");
        assertThat(read() + read() + read()).isEqualTo("onetwoone");
    }

    @Test
    void callersThatDoNotWaitGoOnInTheSameRecording() throws Exception {
        set("file", twoConnections().toString());
        AsyncNetworkBackend async = AsyncNetworkBackend.named("replay");
        assertThat(async).hasToString("<AsyncNetworkBackend [replay, threads]>");
        byte[] answer = async.connect("localhost", 80)
                .thenCompose(opened -> opened.use(stream -> stream.read()))
                .join();
        assertThat(text(answer)).isEqualTo("one");
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void beginsAnewWithAnotherRecordingOfTheSameName() throws Exception {
        Path file = twoConnections();
        set("file", file.toString());
        assertThat(read()).isEqualTo("one");
        Recording.begin().open(1, "localhost", 80).read(1, "new").save(directory);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(read()).isEqualTo("new");
    }

    @ParameterizedTest
    @CsvSource({"lenient", "any"})
    void comparesAsItIsTold(String match) throws Exception {
        String request = "GET /\r\nHost: a\r\n\r\n";
        set("file", connection().write(1, request).read(1, "ok").save(directory).toString());
        set("match", match);
        try (NetworkStreamInterface stream = NetworkBackend.named("replay").connect("localhost", 8080)) {
            stream.write(bytes("GET /\r\nHost: long.name\r\n\r\n"));
            assertThat(text(stream.read())).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"match;loose;strict, lenient or any", "pace;slow;none or recorded", "repeat;yes;true or false"})
    void refusesValuesThatItDoesNotKnow(String key, String value, String allowed) throws Exception {
        set("file", twoConnections().toString());
        set(key, value);
        assertThatThrownBy(() -> NetworkBackend.named("replay"))
                .hasStackTraceContaining("netbackends.replay." + key + " (" + value + ") must be " + allowed);
    }

    @Test
    void refusesFilesThatAreNone() throws Exception {
        assertThatThrownBy(() -> NetworkBackend.named("replay"))
                .hasStackTraceContaining(
                        "netbackends.replay.file must be set, or the environment variable NETBACKENDS_REPLAY_FILE");
        set("file", directory.resolve("missing").toString());
        assertThatThrownBy(() -> NetworkBackend.named("replay"))
                .hasMessageEndingWith("missing) must be a recording that can be read: no such file or directory");
        set("file", directory.toString());
        assertThatThrownBy(() -> NetworkBackend.named("replay"))
                .hasMessageEndingWith(directory + ") must be a recording that can be read: Is a directory");
        set("file", Recording.empty().line("nonsense").save(directory).toString());
        assertThatThrownBy(() -> NetworkBackend.named("replay"))
                .hasStackTraceContaining("test.ndjson, line 1: this is not a recording");
    }

    private Path twoConnections() throws IOException {
        return Recording.begin()
                .open(1, "localhost", 80)
                .read(1, "one")
                .open(2, "localhost", 80)
                .read(2, "two")
                .save(directory);
    }

    private static void set(String key, String value) {
        System.setProperty("netbackends.replay." + key, value);
    }

    private String read() throws IOException {
        try (NetworkStreamInterface stream = NetworkBackend.named("replay").connect("localhost", 80)) {
            return text(stream.read());
        }
    }
}
