// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.program;

import io.netbackends.recording.ConnectionInfo;
import io.netbackends.recording.ConnectionRecorder;
import io.netbackends.recording.FileRecorder;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Records 100 writes of 1000 bytes each, and ends as its argument says: {@code halt}, or {@code exit} with a recorder that
 * never waits.
 */
public final class Crash {
    private Crash() {}

    public static void main(String... args) throws IOException {
        boolean halt = args[1].equals("halt");
        FileRecorder.Builder builder = FileRecorder.builder(args[0]);
        FileRecorder recorder =
                halt ? builder.open() : builder.writeInBackground().open();
        ConnectionRecorder connection = recorder.opened(new ConnectionInfo(null, null, false, null, ""));
        for (int i = 0; i < 100; i++) {
            connection.written(ByteBuffer.allocate(1000));
        }
        System.out.print(recorder.lostEvents());
        System.out.flush();
        if (halt) {
            Runtime.getRuntime().halt(0);
        }
    }
}
