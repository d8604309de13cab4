// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A stream's writing side as {@code java.io} knows it. */
final class OutputStreamView extends OutputStream {
    private final NetworkStreamInterface stream;

    OutputStreamView(NetworkStreamInterface stream) {
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        stream.write(ByteBuffer.wrap(new byte[] {(byte) b}));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
