// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of each format, which faster code must not change: of text, of all byte values, in pieces of any size. */
class RecordedBytesTest {
    private static final int ROUNDS = 400;

    private static final String[] TEXTS = {
        "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "{\"name\": \"a\\\\b\",\t\"value\": \"\u20ac 12\"}\n",
        "caf\u00e9 \ud83d\ude00 \u65e5\u672c \u07ff\u0800\uffff",
        "\u0080\u009f\u00a0",
        "\u007f\u0000\u001b[0m\r\r\n",
        "\n\n\r\n",
        "a".repeat(9000)
    };

    private final Random random = new Random(17);

    @ParameterizedTest
    @CsvSource({
        "TEXT, a19659871fb4881936d90dab6e99eeb6f977937f782523484941bf6b00c1cceb",
        "TIMED_TEXT, 13faa313c426efa6dfde66959811b4eefd64f556d568485e6233b7b520e42053",
        "HEX, 666b861a6503da9317ec872f49e36cb29412add109019448c9c0800536f6894a",
        "NDJSON, 4ad988bfad6ae02ad2c4f0412144389f531cb6f75f1c6f1d9050f13959a65ddc",
        "PCAPNG, cfd68d7676b4020fb6887f8bdf05ecc0765e59be9ecaec889e340556818f495f"
    })
    void bytesAreThoseOfEarlierVersions(RecordingFormat format, String sha256) throws Exception {
        EventEncoder encoder = new EventEncoder(format);
        encoder.begin("a", 1, Events.START, "off");
        encoder.take(); // it names the operating system
        Events events = new Events().opened(80).opened(81);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = i % 2 == 0 ? anyBytes() : text();
            int notKept = i % 19 == 0 ? 1 + random.nextInt(9) : 0;
            events.on(1 + i % 2).data(random.nextBoolean(), bytes, bytes.length + notKept);
        }
        events.on(1)
                .endOfStream()
                .closed()
                .on(2)
                .lost(1, 1L << 32, 5)
                .read("after 4 GiB")
                .closed();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Event event : events.events) {
            encoder.encode(event);
            if (random.nextInt(3) == 0) {
                encoder.beforeRead(event.connection());
                digest.update(encoder.take());
            }
        }
        encoder.end();
        digest.update(encoder.take());
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256);
    }

    private byte[] anyBytes() {
        byte[] bytes = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 70_000 : 100)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Cut anywhere, also in the middle of a character. */
    private byte[] text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(20); pieces >= 0; pieces--) {
            text.append(TEXTS[random.nextInt(random.nextInt(3) == 0 ? TEXTS.length : 3)]);
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        byte[] piece = new byte[Math.max(1, bytes.remaining() - random.nextInt(3))];
        bytes.get(piece);
        return piece;
    }
}
