// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is read at several positions concurrently. It is reopened for each range, so an unclosed reader leaks nothing,
 * and an interrupt cannot close a channel in use by another thread.
 */
record ReopeningFile(Path path) implements LineReader.Source {
    @Override
    public void read(long position, ByteBuffer dst) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            file.position(position);
            file.read(dst);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
