// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The limit for a recorder: for each message and each response, appends as many bytes to a file as a recorder does, from one
 * array, on the caller's thread. It neither copies nor encodes the bytes.
 */
final class AppendingClient implements RecordedClient {
    /** The kinds begin with this, and end with the number of bytes to append. */
    static final String KIND = "append";

    private final RecordedClient client;
    private final FileChannel file;
    private final ByteBuffer event;

    private AppendingClient(RecordedClient client, FileChannel file, int size) {
        this.client = client;
        this.file = file;
        this.event = ByteBuffer.allocate(size);
    }

    /** Appends to a file what a client does not record. */
    static RecordedClient of(String kind, RecordedClient client, Path file) throws IOException {
        return new AppendingClient(
                client,
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                Integer.parseInt(kind.substring(KIND.length())));
    }

    @Override
    public void exchange() throws IOException {
        client.exchange();
        append();
        append();
    }

    private void append() throws IOException {
        event.clear();
        while (event.hasRemaining()) {
            file.write(event);
        }
    }

    @Override
    public long lostEvents() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        client.close();
        file.close();
    }
}
