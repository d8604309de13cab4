// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is read at several places at a time. It is opened for each piece: nothing is left open, whoever forgets to close
 * what, and an interrupt closes no channel that others use.
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
