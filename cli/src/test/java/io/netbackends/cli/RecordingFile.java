// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A hand-written recording. */
final class RecordingFile {
    private static final String TIME = "\"time\":\"2026-11-21T16:00:00Z\"";

    private final StringBuilder lines = new StringBuilder();

    static RecordingFile begin() {
        return new RecordingFile()
                .line("{\"kind\":\"recording\",\"format\":\"netbackends-ndjson\",\"version\":1,\"recording\":\"r\","
                        + "\"part\":1," + TIME + ",\"redaction\":\"off\"}");
    }

    /** A connection with a request and its response. */
    RecordingFile exchange(int connection, String request, String response) {
        return event(
                        connection,
                        "open",
                        ",\"role\":\"client\",\"backend\":\"x\",\"target\":{\"host\":\"localhost\",\"port\":80},"
                                + "\"remote\":{\"host\":\"127.0.0.1\",\"port\":80}")
                .data(connection, "write", request)
                .data(connection, "read", response)
                .event(connection, "close", "");
    }

    RecordingFile data(int connection, String kind, String text) {
        return event(
                connection,
                kind,
                ",\"size\":" + text.length() + ",\"data\":\""
                        + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "\"");
    }

    RecordingFile event(int connection, String kind, String members) {
        return line("{" + TIME + ",\"connection\":" + connection + ",\"kind\":\"" + kind + "\"" + members + "}");
    }

    RecordingFile line(String line) {
        return raw(line + "\n");
    }

    RecordingFile raw(String text) {
        lines.append(text);
        return this;
    }

    Path save(Path directory) throws IOException {
        return Files.writeString(directory.resolve("test.ndjson"), lines);
    }
}
