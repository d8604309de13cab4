// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which bytes are secret; {@code RedactionTest} tests the recorded output. */
class HeaderValueScannerTest {
    private final HeaderValueScanner scanner = new HeaderValueScanner(Set.of("cookie", "cookie2", "cook"));

    @Test
    void lineEndsAndAllOtherBytesStayAsTheyAre() {
        assertThat(redacted("a\r\nCookie: 1\r\nCookie:\t22\n\u0000\u00ff\r\r\n"))
                .isEqualTo("a\r\nCookie: *\r\nCookie:\t**\n\u0000\u00ff\r\r\n");
    }

    @Test
    void continuedValueIsReplacedLineByLine() {
        assertThat(redacted("Cookie: 1 2\r\n 3\r\n\t 4 5\r\n\r\n 6"))
                .isEqualTo("Cookie: ***\r\n *\r\n\t ***\r\n\r\n 6");
    }

    @Test
    void whatIsOutsideOfTheBufferIsNotTouched() {
        ByteBuffer bytes = ByteBuffer.wrap("Cookie:123456".getBytes(StandardCharsets.US_ASCII));
        scanner.replace(bytes.slice(0, 7));
        scanner.replace(bytes.duplicate().position(9).limit(11));
        assertThat(new String(bytes.array(), StandardCharsets.US_ASCII)).isEqualTo("Cookie:12**56");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cook: *",
                "COOKIE: *",
                "cookie2: *",
                "cooki: 1",
                "cookie3: 1",
                "cookie22: 1",
                "bookie: 1",
                "coo: 1"
            })
    void namesThatBeginAlikeAreToldApart(String line) {
        assertThat(redacted(line.replace('*', '1') + "\n")).isEqualTo(line + "\n");
    }

    @Test
    void replacedValueIsFoundAgainAtTheSamePlace() {
        String text =
                "POST / HTTP/1.1\r\nCookie: a b\r\n \tc\r\n\r\nbody\nCookie:d\n\nGET / HTTP/1.1\nCOOKIE2 : \te\n\n";
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] replaced = redacted(text).getBytes(StandardCharsets.ISO_8859_1);
        HeaderValueScanner original = new HeaderValueScanner(Set.of("cookie", "cookie2"));
        HeaderValueScanner again = new HeaderValueScanner(Set.of("cookie", "cookie2"));
        for (int i = 0; i < bytes.length; i++) {
            boolean value = original.isSecret(bytes[i]);
            assertThat(again.isSecret(replaced[i])).as("byte %d", i).isEqualTo(value);
            assertThat(replaced[i] == '*').isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lineEndIsFoundWhereverItIsAndWhateverIsBeforeIt(String lineEnd) {
        for (int length = 0; length < 40; length++) {
            for (char filling : "x\t\u000b\u000c\u000e\u0000\u0001\u0080\u008a\u008d\u00ff".toCharArray()) {
                String lines = "x" + String.valueOf(filling).repeat(length) + lineEnd;
                assertThat(redacted(lines + "Cookie: 1\n")).isEqualTo(lines + "Cookie: *\n");
            }
        }
    }

    @Test
    void piecesOfAnySizeAreReplacedAsSingleBytesAre() {
        Random random = new Random(17);
        String[] parts = {
            "Cookie", "cook", "c", ":", " ", "\t", "\r", "\n", "\r\n", "\u000b", "\u0008", "\u00ff", "value"
        };
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append(
                        random.nextInt(9) == 0 ? "x".repeat(random.nextInt(40)) : parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] expected = bytes.clone();
            HeaderValueScanner single = new HeaderValueScanner(Set.of("cookie", "cook"));
            for (int i = 0; i < bytes.length; i++) {
                expected[i] = single.isSecret(bytes[i]) ? SecretScanner.ASTERISK : bytes[i];
            }
            HeaderValueScanner pieces = new HeaderValueScanner(Set.of("cookie", "cook"));
            for (int i = 0, size; i < bytes.length; i += size) {
                size = Math.min(1 + random.nextInt(50), bytes.length - i);
                pieces.replace(ByteBuffer.wrap(bytes).slice(i, size));
            }
            assertThat(bytes).as("%s", text).isEqualTo(expected);
        }
    }

    private String redacted(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        scanner.replace(ByteBuffer.wrap(bytes));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
