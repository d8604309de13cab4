// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.program;

import io.netbackends.recording.ConnectionInfo;
import io.netbackends.recording.ConnectionRecorder;
import io.netbackends.recording.FileRecorder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Records asynchronous writes of 1000 bytes each, and exits immediately, without closing the recorder. */
public final class UnawaitedCrash {
    public static final int WRITES = 5000;

    private UnawaitedCrash() {}

    public static void main(String... args) throws IOException {
        FileRecorder recorder = FileRecorder.builder(args[0]).open();
        ConnectionRecorder connection =
                recorder.opened(new ConnectionInfo(null, null, false, null, "", true, null, null));
        for (int i = 0; i < WRITES; i++) {
            connection.written(ByteBuffer.allocate(1000));
        }
        System.exit(0);
    }
}
