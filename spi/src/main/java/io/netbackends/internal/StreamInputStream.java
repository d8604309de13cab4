// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A {@code java.io} view of code that reads into buffers. */
public final class StreamInputStream extends InputStream {
    private final Source source;
    private final Available available;
    private final Closeable owner;

    /** Reads the bytes that are available; if there are none, waits for at least one. Returns -1 at the end. */
    @FunctionalInterface
    public interface Source {
        int read(ByteBuffer dst) throws IOException;
    }

    /** Returns the number of bytes known to be readable without waiting. */
    @FunctionalInterface
    public interface Available {
        int available() throws IOException;
    }

    /** Makes a view whose {@code close} closes {@code owner}. */
    public StreamInputStream(Source source, Available available, Closeable owner) {
        this.source = source;
        this.available = available;
        this.owner = owner;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer dst = ByteBuffer.wrap(bytes, offset, length);
        // readNBytes ends with such a call, which must not reach decorators as a read.
        return length == 0 ? 0 : source.read(dst); // may block
    }

    @Override
    public int available() throws IOException {
        return available.available();
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
