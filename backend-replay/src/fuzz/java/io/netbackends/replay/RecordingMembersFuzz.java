// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;

/** Lines that are almost valid: known members with arbitrary values. */
class RecordingMembersFuzz {
    private static final List<String> NAMES = EventParser.ALL.stream().sorted().toList();
    private static final List<String> KINDS =
            List.of("open", "read", "write", "tls", "eof", "shutdown", "close", "error", "lost", "recording");
    private static final List<String> VALUES = List.of(
            "1",
            "-1",
            "1048576",
            "9223372036854775807",
            "\"\"",
            "\"aGVsbG8=\"",
            "\"connect\"",
            "\"client\"",
            "\"2026-11-21T16:00:00Z\"",
            "{\"host\":\"::1%x\",\"port\":1}",
            "{\"path\":\"/a\"}",
            "{\"text\":\"\"}",
            "{\"host\":\"\",\"port\":65535}",
            "null",
            "[[]]");

    @FuzzTest(maxDuration = "1m")
    void anyMembers(FuzzedDataProvider data) throws IOException {
        Recording recording = Recording.begin().open(1, "localhost", 80);
        while (data.remainingBytes() > 0) {
            StringBuilder line = new StringBuilder("{\"connection\":1,\"time\":\"2026-11-21T16:00:00Z\",\"kind\":\"")
                    .append(data.pickValue(KINDS))
                    .append('"');
            for (int i = data.consumeInt(0, 8); i > 0; i--) {
                String value = data.consumeBoolean() ? data.pickValue(VALUES) : data.consumeString(10);
                line.append(",\"").append(data.pickValue(NAMES)).append("\":").append(value);
            }
            recording.line(line.append('}').toString());
        }
        AnyRecording.read(recording.toString().getBytes(UTF_8));
    }
}
