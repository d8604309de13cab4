// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bytes as such; {@link RedactionTest} has what becomes of them. */
class HeaderRedactionTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final HeaderRedaction redaction = new HeaderRedaction(Set.of("cookie"), bytes::write);

    @Test
    void lineEndsAndAllOtherBytesStayAsTheyAre() {
        put("a\r\nCookie: 1\r\nCookie: 2\n\u0000\u00ff\r\r\n");
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("a\r\nCookie: [redacted]\r\nCookie: [redacted]\n\u0000\u00ff\r\r\n");
    }

    @Test
    void nothingIsHeldBack() {
        put("Coo");
        assertThat(bytes).hasToString("Coo");
        put("kie:");
        assertThat(bytes).hasToString("Cookie: [redacted]");
        put(" 1\n");
        assertThat(bytes).hasToString("Cookie: [redacted]\n");
    }

    private void put(String text) {
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            redaction.put(b);
        }
    }
}
