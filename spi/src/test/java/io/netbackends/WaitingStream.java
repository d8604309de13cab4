// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/** A stream whose peer never sends: reads wait until it is closed. Records the written bytes, and when it is closed. */
final class WaitingStream implements NetworkStreamInterface {
    private final StringBuffer written = new StringBuffer();
    private final CountDownLatch firstWrite = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read(ByteBuffer dst) throws IOException {
        awaitClosed();
        throw new NetworkStreamClosedException("read: the stream is closed", null);
    }

    @Override
    public void write(ByteBuffer src) {
        written.append(US_ASCII.decode(src));
        firstWrite.countDown();
    }

    @Override
    public void startTls(SSLEngine engine) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object getExtraInfo(String key) {
        return null;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    @Override
    public boolean isOpen() {
        return closed.getCount() > 0;
    }

    String written() {
        return written.toString();
    }

    void awaitWritten() {
        await(firstWrite, "written to");
    }

    void awaitClosed() {
        await(closed, "closed");
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("stream has not been " + what + " for 10 seconds; it was required to be");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "<WaitingStream>";
    }
}
