// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each byte of a secret is a §, or a ¶ in the Huffman code. */
class Http2RedactionTest {
    private static final ConnectionInfo CLIENT = new ConnectionInfo(null, null, false, null, "");
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String SETTINGS = frame(4, 0, 0, "\0\3\0\0\0\144");

    /** Fields that are not secret: indexed, with names of the static table, resizing. */
    private static final String SHOWN = "\202\206\204A\3a.tz\5agent\77\341\37" + "\17\12\4text";

    private static final String AUTHORIZATION = "\17\10\6§§§§§§";
    private static final String COOKIE_IN_CODE = "\140\203¶¶¶";
    private static final String OWN_NAME = "@\5x-key\3§§§";
    private static final String NAME_OF_TABLE = "\177\0\2§§";
    private static final String LONG = "\20\177\1" + "n".repeat(128) + "\177\200\1" + "§".repeat(255);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void valuesOfFieldsWithCredentialsAndOfOtherNamesAreReplaced(int size) {
        String fields = SHOWN + AUTHORIZATION + COOKIE_IN_CODE + OWN_NAME + NAME_OF_TABLE + LONG + SHOWN;
        check(true, size, PREFACE + SETTINGS + frame(1, 4, 1, fields) + frame(0, 0, 1, fields.replaceAll("[§¶]", "x")));
    }

    @Test
    void fieldsMayBeCutByFramesAnywhere() {
        String fields = SHOWN + AUTHORIZATION + OWN_NAME + COOKIE_IN_CODE + SHOWN;
        for (int i = 0; i <= fields.length(); i++) {
            String rest = frame(9, 4, 1, fields.substring(i)) + frame(1, 5, 3, SHOWN);
            check(true, 10, PREFACE + SETTINGS + frame(1, 0, 1, fields.substring(0, i)) + rest);
            check(
                    true,
                    10,
                    PREFACE + SETTINGS + frame(1, 0x28, 1, "\3\0\0\0\1\7" + fields.substring(0, i) + "@@@") + rest);
            check(false, 10, SETTINGS + frame(5, 8, 1, "\2\0\0\0\2" + fields.substring(0, i) + "@@") + rest);
        }
    }

    @Test
    void cookiesThatTheServerSetsAreReplaced() {
        check(
                false,
                1000,
                SETTINGS + frame(1, 4, 1, "\210" + "\17\50\4§§§§" + "w\203¶¶¶") + frame(8, 0, 0, "\0\0\0\1"));
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return "\0" + (char) (payload.length() >> 8) + (char) (payload.length() & 0xff) + (char) type + (char) flags
                + "\0\0\0" + (char) stream + payload;
    }

    private static void check(boolean written, int size, String sent) {
        Redactor redactor = Redaction.ofCredentials().redactor(CLIENT, written);
        byte[] bytes = sent.getBytes(ISO_8859_1);
        for (int i = 0; i < bytes.length; i += size) {
            redactor.redact(ByteBuffer.wrap(bytes, i, Math.min(size, bytes.length - i)));
        }
        assertThat(new String(bytes, ISO_8859_1))
                .isEqualTo(sent.replace('§', '*').replace('¶', '\371'));
    }
}
