// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a stream, the inverse of {@link NetworkStream}: for protocols on top of a stream that another backend has
 * opened or decorated, such as TLS through the tunnel of a proxy. TLS that is started here runs over the stream, whose
 * decorators see ciphertext.
 *
 * <p>As thread-safe as the stream. Failures keep the type and message that the stream gave them. The stream's own rules
 * apply: an incomplete write, also of {@link #writeFinal}, closes it.
 */
public final class StreamTransport implements Transport {
    private final NetworkStreamInterface stream;

    /**
     * Makes a transport of a stream.
     *
     * @param stream owned by the transport from now on
     */
    public StreamTransport(NetworkStreamInterface stream) {
        this.stream = Objects.requireNonNull(stream, "stream");
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return stream.read(dst); // may block
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        stream.write(src); // may block
    }

    @Override
    public void shutdownOutput() throws IOException {
        stream.shutdownOutput(); // may block
    }

    @Override
    public void shutdownInput() throws IOException {
        stream.shutdownInput();
    }

    @Override
    public int available() throws IOException {
        return stream.available();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        stream.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return stream.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return stream.supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return stream.getExtraInfo(key);
    }

    /** Returns {@code failure} itself, since the stream has converted it already. */
    @Override
    public IOException named(String operation, IOException failure) {
        return failure;
    }

    @Override
    public void close() throws IOException {
        stream.close(); // may block, a little
    }

    @Override
    public void abort() throws IOException {
        stream.abort();
    }
}
