// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Notes whether its reader has reached the end of the stream, which parsers may mistake for the end of a message. */
final class EndNotingInputStream extends FilterInputStream {
    private boolean ended;

    EndNotingInputStream(InputStream in) {
        super(in);
    }

    /** Returns whether a read has found the end. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        ended |= b < 0;
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = in.read(bytes, offset, length);
        ended |= n < 0;
        return n;
    }
}
