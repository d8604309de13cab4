// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import io.netbackends.support.DeadlineWrite;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a foreign socket, such as one through a proxy. Reads first return the bytes that the program has consumed
 * already. {@code SO_TIMEOUT} bounds reads, a {@link DeadlineWrite} bounds writes.
 */
final class ForeignSocketTransport implements Transport {
    private static final int CHUNK = 16 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String READING = "read from the underlying socket";
    private static final String WRITING = "write to the underlying socket";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private volatile boolean detached;

    ForeignSocketTransport(Socket socket, InputStream consumed) throws IOException {
        this.socket = socket;
        in = new TlsRecordInput(new SequenceInputStream(consumed, socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Makes {@link #close} leave the socket open: TLS has ended, and the program uses the socket itself. */
    void detach() {
        detached = true;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        byte[] chunk = new byte[Math.min(dst.remaining(), CHUNK)];
        int n = readSocket(chunk); // may block
        dst.put(chunk, 0, Math.max(0, n));
        return n;
    }

    private int readSocket(byte[] chunk) throws IOException {
        int before = socket.getSoTimeout();
        try {
            while (true) {
                socket.setSoTimeout(millis(Timeout.checkRemaining(READING)));
                try {
                    return in.read(chunk); // may block
                } catch (SocketTimeoutException e) {
                    Timeout.check(READING); // otherwise the deadline was cancelled, or rounding ended the wait early
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw translated(READING, e);
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(before);
            }
        }
    }

    /** Rounds up: zero would mean no timeout. */
    private static int millis(long nanos) {
        return nanos == Long.MAX_VALUE ? 0 : (int) Math.min(Integer.MAX_VALUE, nanos / NANOS_PER_MILLI + 1);
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        if (Timeout.isActive()) {
            new DeadlineWrite(WRITING, this::writeUnbounded, this).write(src); // may block
        } else {
            writeUnbounded(src); // may block
        }
    }

    private void writeUnbounded(ByteBuffer src) throws IOException {
        byte[] chunk = new byte[Math.min(src.remaining(), CHUNK)];
        try {
            while (src.hasRemaining()) {
                int n = Math.min(src.remaining(), chunk.length);
                src.get(chunk, 0, n);
                out.write(chunk, 0, n); // may block
            }
            out.flush();
        } catch (IOException e) {
            throw translated(WRITING, e);
        }
    }

    private IOException translated(String operation, IOException failure) {
        return socket.isClosed()
                ? new NetworkStreamClosedException(operation + ": the socket was closed", failure)
                : failure;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        if (key.equals(ExtraInfo.SOCKET.name())) {
            return socket;
        }
        if (key.equals(ExtraInfo.SERVER_ADDR.name())) {
            return socket.getRemoteSocketAddress();
        }
        return key.equals(ExtraInfo.CLIENT_ADDR.name()) ? socket.getLocalSocketAddress() : null;
    }

    @Override
    public void close() throws IOException {
        if (!detached) {
            socket.close();
        }
    }
}
