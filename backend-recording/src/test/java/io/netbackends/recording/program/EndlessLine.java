// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.program;

import io.netbackends.recording.ConnectionInfo;
import io.netbackends.recording.ConnectionRecorder;
import io.netbackends.recording.FileRecorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Records two lines of 16 MiB without a line end: one read, the value of a redacted header, and one written. */
public final class EndlessLine {
    private EndlessLine() {}

    public static void main(String... args) throws IOException {
        try (FileRecorder recorder = FileRecorder.builder(args[0]).open()) {
            ConnectionRecorder connection = recorder.opened(new ConnectionInfo(null, null, false, null, ""));
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
