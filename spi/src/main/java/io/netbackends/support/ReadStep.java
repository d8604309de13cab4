// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the available bytes into a new array, which is allocated when their number is known. */
final class ReadStep implements CallStep<byte[]> {
    private static final byte[] NOTHING = {};

    /** Direct buffers, which channels need. TLS uses arrays, and wipes them afterwards. */
    private static final BufferPool DIRECT =
            new BufferPool(NetworkStreamInterface.DEFAULT_MAX_BYTES, 8, ByteBuffer::allocateDirect);

    private final AsyncInput input;
    private final int maxBytes;
    private byte[] bytes = NOTHING;

    ReadStep(AsyncInput input, int maxBytes) {
        this.input = input;
        this.maxBytes = Math.min(maxBytes, NetworkStreamInterface.DEFAULT_MAX_BYTES);
    }

    @Override
    public boolean proceed() throws IOException {
        return input.isTls() ? proceedOverTls() : proceedDirectly();
    }

    private boolean proceedDirectly() throws IOException {
        ByteBuffer buffer = DIRECT.take();
        try {
            return receive(buffer.limit(maxBytes));
        } finally {
            DIRECT.put(buffer);
        }
    }

    private boolean proceedOverTls() throws IOException {
        ByteBuffer buffer = TlsBufferPool.take(maxBytes);
        try {
            return receive(buffer.limit(maxBytes));
        } finally {
            TlsBufferPool.release(buffer, buffer.position());
        }
    }

    private boolean receive(ByteBuffer buffer) throws IOException {
        int n = input.receive(buffer);
        if (n > 0) {
            bytes = new byte[n];
            buffer.get(0, bytes);
        }
        return n != 0;
    }

    @Override
    public byte[] result() {
        return bytes;
    }

    @Override
    public void awaitReady(Runnable ready) {
        input.awaitReady(ready);
    }

    @Override
    public Throwable failed(Throwable failure) {
        return input.failed(failure);
    }

    @Override
    public void release() {
        input.release();
    }
}
