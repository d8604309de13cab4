// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import org.jspecify.annotations.Nullable;

/** Adapts a {@link FarEnd} to the socket under an {@link javax.net.ssl.SSLSocket}; stores the bytes received. */
final class FarEndAsSocket extends Socket {
    private final FarEnd end;
    private final Received input;
    private volatile boolean closed;
    private volatile boolean outputShutDown;

    FarEndAsSocket(FarEnd end) throws IOException {
        super((@Nullable SocketImpl) null);
        this.end = end;
        this.input = new Received(end.input());
    }

    /** Stores a copy of the bytes read. */
    private static final class Received extends FilterInputStream {
        private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

        Received(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = in.read(target, offset, length);
            if (n > 0) {
                synchronized (copy) {
                    copy.write(target, offset, n);
                }
            }
            return n;
        }

        byte[] copy() {
            synchronized (copy) {
                return copy.toByteArray();
            }
        }
    }

    /** The bytes received so far, as sent on the network. */
    byte[] received() {
        return input.copy();
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return end.output();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutDown;
    }

    @Override
    public void shutdownInput() {
        // the caller reads no more
    }

    @Override
    public void shutdownOutput() throws IOException {
        outputShutDown = true;
        end.shutdownOutput();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // close must not wait for a blocked call
    public void close() throws IOException {
        closed = true;
        end.close();
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return 1; // no client connects to it
    }

    @Override
    public int getLocalPort() {
        return 1;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return end.localAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return end.remoteAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // left to the far end
    }

    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setSoTimeout(int millis) {
        // the kit's peers wait until the case ends
    }
}
