// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The kit's end of a connection, which a case controls. */
final class ScriptedPeer {
    private final FarEnd end;
    private final CaseContext kit;

    ScriptedPeer(FarEnd end, CaseContext kit) {
        this.end = end;
        this.kit = kit;
    }

    FarEnd end() {
        return end;
    }

    InputStream input() {
        return end.input();
    }

    OutputStream output() {
        return end.output();
    }

    void send(byte[] data) throws IOException {
        end.output().write(data);
        end.output().flush();
    }

    void send(String ascii) throws IOException {
        send(Bytes.ascii(ascii));
    }

    /** Sends byte after byte in the background, with a pause after each, for as long as the connection lasts. */
    void trickle(byte[] data, Duration every) {
        kit.script(() -> {
            for (byte b : data) {
                send(new byte[] {b});
                pause(every);
            }
        });
    }

    /** Sends in the background, in pieces of the given size. */
    BackgroundCall<?> sendSliced(byte[] data, int slice) {
        return kit.script(() -> {
            for (int from = 0; from < data.length; from += slice) {
                end.output().write(data, from, Math.min(slice, data.length - from));
                end.output().flush();
            }
        });
    }

    byte[] readExactly(int count) throws IOException {
        byte[] data = end.input().readNBytes(count);
        if (data.length < count) {
            throw new EOFException(
                    "the peer's input ended after " + data.length + " bytes; " + count + " were required");
        }
        return data;
    }

    /** Reads until the stream under test ends its output. */
    byte[] readAll() throws IOException {
        return end.input().readAllBytes();
    }

    /** Returns whether the stream under test has ended its output without further data; waits for data or the end. */
    boolean atEnd() throws IOException {
        return end.input().read() < 0;
    }

    /** Echoes the input in the background. */
    BackgroundCall<?> echo() {
        return kit.script(() -> end.input().transferTo(end.output()));
    }

    /** Reads and discards input in the background. */
    BackgroundCall<?> discard() {
        return kit.script(() -> end.input().transferTo(OutputStream.nullOutputStream()));
    }

    /** Reads and discards input piece by piece in the background, with a pause after each piece. */
    BackgroundCall<?> drain(int piece, Duration every) {
        return kit.script(() -> {
            while (end.input().readNBytes(piece).length > 0) {
                pause(every);
            }
        });
    }

    void shutdownOutput() throws IOException {
        end.shutdownOutput();
    }

    void close() throws IOException {
        end.close();
    }

    /** Breaks the connection. */
    void reset() throws IOException {
        end.reset();
    }

    /** Pauses between two actions of the peer; no case uses this to wait for an event. */
    static void pause(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        for (long left = time.toNanos(); left > 0; left = time.toNanos() - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted during a pause of " + time);
            }
        }
    }
}
