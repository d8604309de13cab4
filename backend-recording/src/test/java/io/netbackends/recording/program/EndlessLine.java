// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.program;

import io.netbackends.recording.ConnectionRecorder;
import io.netbackends.recording.Recorder;
import io.netbackends.recording.TextRecorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Records two lines of 16 MiB without an end: one read, the value of a redacted header, and one written. */
public final class EndlessLine {
    private EndlessLine() {}

    public static void main(String... args) throws IOException {
        try (TextRecorder recorder = TextRecorder.toFile(Path.of(args[0]))) {
            ConnectionRecorder connection = recorder.opened(new Recorder.Connection(null, null, false));
            connection.read(ByteBuffer.wrap("Cookie:".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer piece = ByteBuffer.wrap("x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 256; i++) {
                connection.read(piece.duplicate());
            }
            for (int i = 0; i < 256; i++) {
                connection.written(piece.duplicate());
            }
        }
    }
}
