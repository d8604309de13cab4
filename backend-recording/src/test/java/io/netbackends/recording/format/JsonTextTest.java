// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Compares with the decoder of the JDK; {@code RecordedBytesTest} checks the escapes. */
class JsonTextTest {
    private static final int[] BORDERS = {
        0x00, 0x1f, 0x20, 0x41, 0x7e, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xec,
        0xed, 0xef, 0xf0, 0xf3, 0xf4, 0xff
    };

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(20);
    private final byte[] bytes = "0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII);

    @Test
    void isTextWhatTheJdkDecodesWithoutControlCharacters() {
        for (int first = 0; first < 0x100; first++) {
            for (int second = 0; second < 0x100; second++) {
                check(3, first, second);
            }
        }
        for (int first : BORDERS) {
            for (int second : BORDERS) {
                for (int third : BORDERS) {
                    check(6, first, second, third);
                    for (int fourth : BORDERS) {
                        check(16, first, second, third, fourth); // ends with the array
                    }
                }
            }
        }
    }

    /** Checks the values in the middle of ASCII. */
    private void check(int at, int... values) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < values.length; i++) {
            copy[at + i] = (byte) values[i];
        }
        boolean expected = isText(ByteBuffer.wrap(copy));
        if (isTextInArray(copy) != expected) {
            assertThat(copy).as("text: %s", !expected).isEmpty(); // shows them
        }
    }

    private static boolean isTextInArray(byte[] bytes) {
        int start = bytes.length + JsonText.SLACK;
        byte[] array = new byte[start + bytes.length];
        System.arraycopy(bytes, 0, array, start, bytes.length);
        return JsonText.escape(array, start, array.length, 0) != JsonText.NOT_TEXT;
    }

    private boolean isText(ByteBuffer utf8) {
        decoded.clear();
        boolean malformed = decoder.reset().decode(utf8, decoded, true).isError();
        return !malformed
                && decoded.flip()
                        .chars()
                        .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }
}
