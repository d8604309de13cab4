// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A {@code java.io} view of code that writes buffers. */
public final class StreamOutputStream extends OutputStream {
    private final Sink sink;
    private final Closeable owner;

    /** Writes all of a buffer. */
    @FunctionalInterface
    public interface Sink {
        void write(ByteBuffer src) throws IOException;
    }

    /** Makes a view whose {@code close} closes {@code owner}. */
    public StreamOutputStream(Sink sink, Closeable owner) {
        this.sink = sink;
        this.owner = owner;
    }

    @Override
    public void write(int b) throws IOException {
        sink.write(ByteBuffer.wrap(new byte[] {(byte) b})); // may block
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        sink.write(ByteBuffer.wrap(bytes, offset, length)); // may block
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
