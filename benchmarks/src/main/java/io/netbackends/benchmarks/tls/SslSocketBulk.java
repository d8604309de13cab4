// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.net.ssl.SSLSocket;

/** The streams of an {@code SSLSocket}. */
final class SslSocketBulk implements BulkClient {
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] piece;

    SslSocketBulk(SSLSocket connected, int size) throws IOException {
        piece = new byte[size];
        socket = connected;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    @Override
    public long read(long count) throws IOException {
        long done = 0;
        while (done < count) {
            int n = in.read(piece);
            if (n < 0) {
                throw new EOFException();
            }
            done += n;
        }
        return done;
    }

    @Override
    public void write(long count) throws IOException {
        for (long done = 0; done < count; done += piece.length) {
            out.write(piece);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
