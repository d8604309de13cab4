// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLEngine;

/** A stream with predefined reads and one failing write. */
class ScriptedStream implements NetworkStreamInterface {
    static final SocketAddress CLIENT = address(50000);
    static final SocketAddress SERVER = address(80);

    private final Deque<Object> reads = new ArrayDeque<>();
    private int writable = Integer.MAX_VALUE;
    private IOException writeFailure = new IOException("unused");
    int closes;

    static SocketAddress address(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress("a.test", new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The next read returns as much of this as fits, the one after it the rest. */
    ScriptedStream thenReads(String text) {
        reads.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        return this;
    }

    ScriptedStream thenFails(IOException failure) {
        reads.add(failure);
        return this;
    }

    ScriptedStream failsToWriteAfter(int bytes, IOException failure) {
        writable = bytes;
        writeFailure = failure;
        return this;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (!dst.hasRemaining()) {
            return 0;
        }
        Object next = reads.peek();
        if (next == null) {
            return -1;
        }
        if (next instanceof IOException failure) {
            reads.remove();
            throw failure;
        }
        ByteBuffer bytes = (ByteBuffer) next;
        int n = Math.min(dst.remaining(), bytes.remaining());
        dst.put(bytes.slice(bytes.position(), n));
        bytes.position(bytes.position() + n);
        if (!bytes.hasRemaining()) {
            reads.remove();
        }
        return n;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        int n = Math.min(src.remaining(), writable);
        src.position(src.position() + n);
        writable -= n;
        if (writable == 0) {
            throw writeFailure;
        }
    }

    @Override
    public void startTls(SSLEngine engine) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void shutdownInput() {}

    @Override
    public Object getExtraInfo(String key) {
        if (key.equals(ExtraInfo.CLIENT_ADDR.name())) {
            return CLIENT;
        }
        return key.equals(ExtraInfo.SERVER_ADDR.name()) ? SERVER : null;
    }

    @Override
    public boolean isOpen() {
        return closes == 0;
    }

    @Override
    public void close() {
        closes++;
    }

    @Override
    public String toString() {
        return "<ScriptedStream>";
    }
}
