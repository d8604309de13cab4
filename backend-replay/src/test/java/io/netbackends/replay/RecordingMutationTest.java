// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Randomly damaged recordings. A failing round names its seed; {@code -Dnetbackends.fuzz.seed=...
 * -Dnetbackends.fuzz.rounds=1} repeats only this round.
 */
class RecordingMutationTest {
    private static final long FIRST_SEED = Long.getLong("netbackends.fuzz.seed", 1);
    private static final int ROUNDS = Integer.getInteger("netbackends.fuzz.rounds", 3000);
    private static final int REPLAY_EVERY = 20;

    private static final List<String> TOKENS = List.of(
            "\n",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\u0000",
            "\\ud800",
            "null",
            "-1",
            "0",
            "1e99",
            "99999999999999999999",
            "\u00ff",
            "=",
            "\"kind\":\"open\"",
            "\"size\":1",
            "\"connection\":0",
            "*",
            " ",
            "\r\n");

    @TempDir
    Path directory;

    @Test
    void damageIsFoundOrDoesNoHarm() throws Exception {
        int whole = AnyRecording.read(recording().getBytes(UTF_8));
        assertThat(whole).isEqualTo(16);
        int unharmed = 0;
        int cutShort = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            byte[] bytes = damaged(new SplittableRandom(seed)).getBytes(ISO_8859_1);
            try {
                int events = AnyRecording.read(bytes);
                unharmed += events >= whole ? 1 : 0;
                cutShort += events < whole ? 1 : 0;
                if (seed % REPLAY_EVERY == 0 || ROUNDS == 1) {
                    AnyRecording.replay(directory.resolve("any.ndjson"), bytes);
                }
            } catch (Exception | AssertionError e) {
                throw new AssertionError("-Dnetbackends.fuzz.seed=" + seed + ": " + e, e);
            }
        }
        if (ROUNDS >= 1000) { // both must have happened, otherwise this test proves nothing
            assertThat(unharmed).isGreaterThan(ROUNDS / 100);
            assertThat(cutShort).isGreaterThan(ROUNDS / 10);
        }
    }

    private static String damaged(SplittableRandom random) {
        StringBuilder text = new StringBuilder(recording());
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int length = Math.min(text.length() - at, 1 + random.nextInt(random.nextBoolean() ? 2 : 200));
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, at + length);
                case 2 -> text.insert(at, text.substring(at, at + length));
                case 3 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 4 -> text.setLength(at + 1);
                default -> text.setCharAt(at, (char) ('0' + random.nextInt(10)));
            }
        }
        return text.toString();
    }

    private static String recording() {
        return Recording.begin("headers cookie")
                .open(1, "localhost", 80)
                .tls(1, "http/1.1")
                .write(1, "GET / HTTP/1.1\r\nCookie: ***\r\n\r\n")
                .read(1, "HTTP/1.1 200 OK\r\n\r\n")
                .data(1, "read", "kept", 1000)
                .lost(1, 7, 8)
                .eof(1)
                .shutdown(1)
                .error(1, "read", "java.net.SocketException", "Connection reset")
                .close(1)
                .connectFailed(2, "localhost", 80, "java.net.ConnectException", "refused")
                .header("r-2", "off")
                .open(1, "localhost", 80)
                .read(1, "\u0000\u00ff")
                .lost(0, 1, 1)
                .event(1, "open", "\"role\":\"server\",\"backend\":\"\",\"remote\":{\"path\":\"\"}")
                .close(1)
                .toString();
    }
}
