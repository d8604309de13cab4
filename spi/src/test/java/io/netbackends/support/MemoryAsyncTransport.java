// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One end of a connection in memory; the test sets its buffer space. */
final class MemoryAsyncTransport implements AsyncTransport {
    private final EventLoop loop;
    private final Deque<Byte> arrived = new ArrayDeque<>();
    private @Nullable MemoryAsyncTransport peer;
    private @Nullable Runnable onInput;
    private @Nullable Runnable onOutput;
    private boolean peerDone;

    /** The number of bytes that may still be sent. */
    int room = Integer.MAX_VALUE;

    /** The maximum number of bytes that a call moves. */
    int slice = Integer.MAX_VALUE;

    int reads;
    boolean closed;
    boolean aborted;

    @Nullable
    IOException readFailure;

    @Nullable
    IOException writeFailure;

    private MemoryAsyncTransport(EventLoop loop) {
        this.loop = loop;
    }

    /** Returns both ends of a connection. */
    static MemoryAsyncTransport[] pair(EventLoop loop) {
        MemoryAsyncTransport one = new MemoryAsyncTransport(loop);
        MemoryAsyncTransport other = new MemoryAsyncTransport(loop);
        one.peer = other;
        other.peer = one;
        return new MemoryAsyncTransport[] {one, other};
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public int tryRead(ByteBuffer dst) throws IOException {
        reads++;
        if (readFailure != null) {
            throw readFailure;
        }
        int n = 0;
        while (n < slice && dst.hasRemaining() && !arrived.isEmpty()) {
            dst.put(arrived.remove());
            n++;
        }
        return n == 0 && peerDone ? -1 : n;
    }

    @Override
    public boolean tryWrite(ByteBuffer src) throws IOException {
        if (writeFailure != null) {
            throw writeFailure;
        }
        int n = 0;
        while (n < slice && src.hasRemaining() && room > 0) {
            room--;
            peer.arrived.add(src.get());
            n++;
        }
        peer.inputReady();
        return !src.hasRemaining();
    }

    @Override
    public boolean tryShutdownOutput() {
        peer.peerDone = true;
        peer.inputReady();
        return true;
    }

    @Override
    public void shutdownInput() {}

    @Override
    public int available() {
        return arrived.size();
    }

    @Override
    public void awaitInput(Runnable ready) {
        onInput = ready;
        if (!arrived.isEmpty() || peerDone || readFailure != null) {
            inputReady();
        }
    }

    @Override
    public void awaitOutput(Runnable ready) {
        onOutput = ready;
        if (room > 0) {
            outputReady();
        }
    }

    void inputReady() {
        Runnable ready = onInput;
        onInput = null;
        if (ready != null) {
            loop.execute(ready);
        }
    }

    void outputReady() {
        Runnable ready = onOutput;
        onOutput = null;
        if (ready != null) {
            loop.execute(ready);
        }
    }

    /** Makes room for more bytes to send. */
    void addRoom(int bytes) {
        room += bytes;
        outputReady();
    }

    /** Removes and returns the bytes that have arrived at this end. */
    byte[] takeArrived() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!arrived.isEmpty()) {
            all.write(arrived.remove());
        }
        return all.toByteArray();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return null;
    }

    @Override
    public void close() {
        closed = true;
        tryShutdownOutput();
    }

    @Override
    public void abort() {
        aborted = true;
        closed = true;
        peer.readFailure = new java.net.SocketException("Connection reset");
        peer.inputReady();
    }
}
