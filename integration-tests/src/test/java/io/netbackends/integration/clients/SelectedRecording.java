// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.ServerDirectory;
import java.io.Closeable;
import java.io.IOException;

/** Sets the file of {@code recording} and {@code replay} while open, if they are selected by name. */
final class SelectedRecording implements Closeable {
    private static final String RECORDED = "netbackends.recording.file";
    private static final String REPLAYED = "netbackends.replay.file";

    private final ServerDirectory directory = new ServerDirectory();
    private final RecordingFile file = new RecordingFile(directory.resolve("client.ndjson"));
    private final String before = System.setProperty(RECORDED, file.path().toString());

    SelectedRecording() throws IOException {
        System.setProperty(REPLAYED, file.path().toString());
    }

    String plaintext() throws IOException {
        return file.plaintext();
    }

    @Override
    public void close() throws IOException {
        System.clearProperty(REPLAYED);
        if (before == null) {
            System.clearProperty(RECORDED);
        } else {
            System.setProperty(RECORDED, before);
        }
        directory.close();
    }
}
