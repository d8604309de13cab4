// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A transport whose calls run the test's actions, one per call. */
final class FakeTransport implements Transport {
    /** The action of a call. */
    @FunctionalInterface
    interface Action {
        int run(ByteBuffer buffer) throws IOException;
    }

    final LinkedBlockingQueue<Action> reads = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Action> writes = new LinkedBlockingQueue<>();
    volatile int calls;
    volatile int closes;
    volatile int aborts;
    volatile int inputShutdowns;
    volatile int available;

    /** The remaining time passed to the last read. */
    volatile long remainingNanos;

    volatile @Nullable Runnable onShutdown;
    volatile @Nullable IOException closeFailure;

    FakeTransport onRead(Action action) {
        reads.add(action);
        return this;
    }

    FakeTransport onWrite(Action action) {
        writes.add(action);
        return this;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        calls++;
        Action action = reads.poll();
        return action == null ? -1 : action.run(dst);
    }

    @Override
    public int read(ByteBuffer dst, long nanos) throws IOException {
        remainingNanos = nanos;
        return read(dst);
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        calls++;
        Action action = writes.poll();
        if (action != null) {
            action.run(src);
        }
        src.position(src.limit());
    }

    @Override
    public void shutdownOutput() {
        calls++;
        run(onShutdown);
    }

    @Override
    public void shutdownInput() {
        inputShutdowns++;
        run(onShutdown);
    }

    @Override
    public int available() {
        return available;
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return key.equals("key") ? "value" : null;
    }

    @Override
    public void close() throws IOException {
        closes++;
        run(onShutdown);
        IOException failure = closeFailure;
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void abort() {
        aborts++;
    }

    private static void run(@Nullable Runnable action) {
        if (action != null) {
            action.run();
        }
    }
}
