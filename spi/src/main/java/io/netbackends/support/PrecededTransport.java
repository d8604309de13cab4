// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transport whose first bytes were already read, by a TLS layer that has ended; reads return these bytes first. */
final class PrecededTransport implements Transport {
    /** Used by the reader only. */
    private final ByteBuffer first;

    private final Transport transport;

    PrecededTransport(ByteBuffer first, Transport transport) {
        this.first = first;
        this.transport = transport;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        int n = Math.min(first.remaining(), dst.remaining());
        if (n == 0) {
            return transport.read(dst); // may block
        }
        dst.put(first.slice(first.position(), n));
        first.position(first.position() + n);
        return n;
    }

    @Override
    public int available() throws IOException {
        return first.hasRemaining() ? first.remaining() : transport.available();
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        transport.write(src); // may block
    }

    @Override
    public void writeFinal(ByteBuffer src) throws IOException {
        transport.writeFinal(src); // may block
    }

    @Override
    public void shutdownOutput() throws IOException {
        transport.shutdownOutput(); // may block
    }

    @Override
    public void shutdownInput() throws IOException {
        transport.shutdownInput();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        transport.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return transport.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return transport.supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return transport.getExtraInfo(key);
    }

    @Override
    public IOException named(String operation, IOException failure) {
        return transport.named(operation, failure);
    }

    @Override
    public void close() throws IOException {
        transport.close(); // may block, a little
    }

    @Override
    public void abort() throws IOException {
        transport.abort();
    }
}
