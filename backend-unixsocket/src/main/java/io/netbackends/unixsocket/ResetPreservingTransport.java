// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel that does not lose a reset.
 *
 * <p>The kernel reports it to one call. Where that is a write of which it has taken a part, it says how large that part was,
 * and nothing else: the next write finds a broken pipe, and a reader the end of the stream, as after an orderly end. So a write
 * that fails in the middle is taken for a reset; {@link io.netbackends.support.NetworkStream} tells the reader.
 */
final class ResetPreservingTransport implements Transport {
    private final Transport channel;

    ResetPreservingTransport(Transport channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return channel.read(dst); // may block
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        int start = src.position();
        try {
            channel.write(src); // may block
        } catch (InterruptedIOException | NetworkStreamClosedException e) {
            throw e; // a timeout, too
        } catch (IOException e) {
            if (src.position() == start) {
                throw e;
            }
            SocketException reset = new SocketException("Connection reset in the middle of a write");
            reset.initCause(e);
            throw reset;
        }
    }

    @Override
    public void writeFinal(ByteBuffer src) throws IOException {
        channel.writeFinal(src); // may block
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public int available() throws IOException {
        return channel.available();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return channel.getExtraInfo(key);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public void abort() throws IOException {
        channel.abort();
    }
}
