// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties of records that are known without decrypting them. */
class TlsRecordTest {
    @Test
    void aPeerIsNotWaitingForAChangeCipherSpecAlone() {
        assertThat(TlsRecord.askForAnswer(bytes(20, 3, 3, 0, 1, 1))).isFalse();
        assertThat(TlsRecord.askForAnswer(bytes())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5})
    void theRestOfAFlightIsSentThoughItBeginsLikeAChangeCipherSpec(int different) {
        byte[] rest = {20, 3, 3, 0, 1, 1};
        rest[different] = 7;
        assertThat(TlsRecord.askForAnswer(ByteBuffer.wrap(rest))).isTrue();
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }
}
