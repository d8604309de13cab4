// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** The peer's end of a {@link UnixDomainFixture}'s connection, over a plain channel. */
final class ChannelFarEnd implements FarEnd {
    private final SocketChannel channel;
    private final SocketAddress localAddress;
    private final SocketAddress remoteAddress;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    /** Whether the byte that each connection begins with was read. */
    private final AtomicBoolean begun = new AtomicBoolean();

    ChannelFarEnd(SocketChannel channel) throws IOException {
        this.channel = channel;
        localAddress = channel.getLocalAddress();
        remoteAddress = channel.getRemoteAddress();
    }

    /** The JDK's own streams over channels do not allow reads during a write. */
    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            begin();
            return channel.read(ByteBuffer.wrap(target, offset, length));
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(data, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private void begin() throws IOException {
        if (begun.compareAndSet(false, true)) {
            channel.read(ByteBuffer.allocate(1));
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes with unread input, at least the first byte of the connection, which causes a reset. */
    @Override
    public void reset() throws IOException {
        channel.close();
    }

    /** Closes after reading the first byte of the connection. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (channel.isOpen()) {
                begin();
            }
        }
    }
}
