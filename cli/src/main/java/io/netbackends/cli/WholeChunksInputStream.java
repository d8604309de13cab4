// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;

/**
 * A chunked body that fails if the connection ends within its last chunk or its trailers, which the parser would accept as
 * its end.
 */
final class WholeChunksInputStream extends FilterInputStream {
    private final EndNotingInputStream connection;

    WholeChunksInputStream(ChunkedInputStream chunks, EndNotingInputStream connection) {
        super(chunks);
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        return checkWhole(in.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return checkWhole(in.read(bytes, offset, length));
    }

    private int checkWhole(int result) throws IOException {
        if (result < 0 && connection.hasEnded()) {
            throw new ProtocolException("the response is truncated: the connection ended before the end of its chunks");
        }
        return result;
    }
}
