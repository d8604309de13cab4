// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Arbitrary bytes after the first line of a recording, or instead of it, give events or an error with the line number. */
class RecordingReaderFuzz {
    private static final byte[] BEGIN = Recording.begin().toString().getBytes(UTF_8);

    @FuzzTest(maxDuration = "1m")
    void anyBytes(FuzzedDataProvider data) throws IOException {
        byte[] begin = data.consumeBoolean() ? BEGIN : new byte[0];
        byte[] rest = data.consumeRemainingAsBytes();
        byte[] bytes = new byte[begin.length + rest.length];
        System.arraycopy(begin, 0, bytes, 0, begin.length);
        System.arraycopy(rest, 0, bytes, begin.length, rest.length);
        AnyRecording.read(bytes);
    }
}
