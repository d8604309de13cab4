// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkStreamClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLEngine;

/** One end of a {@link FuzzedWire} that is a {@link NetworkStream}, and its use in a round. */
final class FuzzedStream {
    private final NetworkStream stream;
    private final SSLEngine engine;
    private final FuzzedWire wire;
    private final FuzzSide side;
    private final SplittableRandom random;
    private final SplittableRandom writerRandom;
    private final boolean halfCloses;
    private final int maxBuffer;
    private volatile boolean closeNow;
    private volatile boolean writeFailed;

    FuzzedStream(FuzzedWire wire, int end, SSLEngine engine, FuzzSide side, SplittableRandom random, boolean half) {
        this.stream = new NetworkStream(wire.end(end), "fuzz:" + end);
        this.wire = wire;
        this.engine = engine;
        this.side = side;
        this.random = random;
        this.writerRandom = random.split();
        this.halfCloses = half;
        this.maxBuffer = 1 + random.nextInt(random.nextBoolean() ? 100 : 40_000);
    }

    void closeSoon() {
        closeNow = true;
    }

    /** Closes while other threads are in calls. */
    void closeItself() {
        side.closedItself = true;
        side.saidClose = true;
        close();
    }

    /** Reads and writes alternately, on one thread. */
    void run(Runnable afterWrite) {
        if (!startTls()) {
            return;
        }
        boolean reads = true;
        while (!closeNow && stream.isOpen()) {
            boolean writes = !writeFailed && side.written < side.toSend.length;
            reads = reads && !side.hasReceivedAll();
            if (writes && (!reads || random.nextBoolean())) {
                writeSome();
                afterWrite.run();
            } else if (reads) {
                reads = readSome();
            } else {
                break;
            }
            if (halfCloses && side.written == side.toSend.length && !side.saidClose) {
                shutdownOutput();
            }
        }
        finish();
    }

    /** Reads and writes at the same time. */
    void runWithWriter(Executor threads) throws ExecutionException, InterruptedException {
        if (!startTls()) {
            return;
        }
        FutureTask<Void> writer = new FutureTask<>(this::writeAll, null);
        wire.addWriter(1);
        threads.execute(writer);
        boolean reads = true;
        while (reads && !side.hasReceivedAll()) {
            reads = readSome();
        }
        writer.get();
        finish();
    }

    private void writeAll() {
        try {
            while (!writeFailed && side.written < side.toSend.length) {
                writeSome();
            }
            if (halfCloses && !writeFailed) {
                shutdownOutput();
            }
        } finally {
            wire.addWriter(-1);
        }
    }

    private boolean startTls() {
        try {
            stream.startTls(engine);
            return true;
        } catch (IOException | RuntimeException e) {
            side.failed(e);
            if (stream.isOpen()) {
                side.wrong = "startTls failed, and the stream is open";
            }
            return false;
        }
    }

    private void writeSome() {
        int left = side.toSend.length - side.written;
        int size = 1 + writerRandom.nextInt(writerRandom.nextBoolean() ? left : Math.min(left, 50));
        try {
            stream.write(ByteBuffer.wrap(side.toSend, side.written, size));
            side.written += size;
        } catch (IOException | RuntimeException e) {
            side.failed(e);
            writeFailed = true;
        }
    }

    /** Returns false if there is no more data. */
    private boolean readSome() {
        ByteBuffer dst = ByteBuffer.allocate(1 + random.nextInt(maxBuffer));
        try {
            int n = stream.read(dst);
            side.took(dst.flip());
            if (n >= 0) {
                return true;
            }
            side.sawEnd = true;
            if (stream.isOpen() && stream.read(ByteBuffer.allocate(1)) >= 0) {
                side.wrong = "data after the end";
            }
        } catch (NetworkStreamClosedException e) {
            side.failed(e);
        } catch (IOException | RuntimeException e) {
            side.failed(e);
            readAfter(e);
            side.gaveUp = true;
            close();
        }
        return false;
    }

    /** An error is permanent. */
    private void readAfter(Exception failure) {
        try {
            int n = stream.read(ByteBuffer.allocate(1));
            side.wrong = "read returned " + n + " after " + failure;
        } catch (IOException | RuntimeException e) {
            side.failed(e);
        }
    }

    private void finish() {
        if (stream.isOpen() && (closeNow || random.nextBoolean())) {
            closeItself();
        }
        if (stream.isOpen() && !side.saidClose) {
            shutdownOutput();
        }
        while (stream.isOpen() && !side.sawEnd) {
            readSome();
        }
        close();
    }

    private void shutdownOutput() {
        side.saidClose = true;
        try {
            stream.shutdownOutput();
        } catch (IOException | RuntimeException e) {
            side.failed(e);
        }
    }

    private void close() {
        try {
            stream.close();
        } catch (IOException | RuntimeException e) {
            side.failed(e);
        }
    }
}
