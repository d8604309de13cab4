// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stream's reading side as {@code java.io} knows it. */
final class InputStreamView extends InputStream {
    private final NetworkStreamInterface stream;

    InputStreamView(NetworkStreamInterface stream) {
        this.stream = stream;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer dst = ByteBuffer.wrap(bytes, offset, length);
        // readNBytes ends with such a call, which a decorator must not take for a read.
        return length == 0 ? 0 : stream.read(dst);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
