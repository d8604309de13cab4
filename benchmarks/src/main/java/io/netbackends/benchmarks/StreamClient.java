// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.NetworkStreamInterface;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A client over a stream of a backend. */
final class StreamClient implements Client {
    private final NetworkStreamInterface stream;
    private final ByteBuffer message;

    private StreamClient(NetworkStreamInterface stream, ByteBuffer message) {
        this.stream = stream;
        this.message = message;
    }

    /** With a buffer that suits a backend whose system calls use arrays. */
    static StreamClient onHeap(NetworkStreamInterface stream, int size) {
        return new StreamClient(stream, ByteBuffer.allocate(size));
    }

    /** With a buffer that suits channels. */
    static StreamClient direct(NetworkStreamInterface stream, int size) {
        return new StreamClient(stream, ByteBuffer.allocateDirect(size));
    }

    @Override
    public void send() throws IOException {
        stream.write(message.clear());
    }

    @Override
    public void receive() throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            if (stream.read(message) < 0) {
                throw new EOFException();
            }
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
