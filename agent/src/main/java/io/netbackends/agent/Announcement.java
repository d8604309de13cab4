// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import java.nio.file.Path;
import java.util.List;

/** The line that names the backend and the recording of the program's connections. */
final class Announcement {
    private static final String RECORDING = "recording";

    private Announcement() {}

    static String of(String spec) {
        String over = "sockets of this JVM use " + spec;
        if (!List.of(spec.split(":")).contains(RECORDING)) {
            return over + ", nothing is recorded";
        }
        String file = System.getProperty(
                "netbackends.recording.file", System.getenv().getOrDefault("NETBACKENDS_RECORDING_FILE", ""));
        String target = file.isEmpty()
                ? "standard error"
                : Path.of(file).toAbsolutePath().toString();
        return over + ", recorded to " + target + (isRedacted() ? ", credentials redacted" : ", not redacted");
    }

    private static boolean isRedacted() {
        String redact = System.getProperty(
                "netbackends.recording.redact", System.getenv().getOrDefault("NETBACKENDS_RECORDING_REDACT", ""));
        return !redact.equals("off");
    }
}
