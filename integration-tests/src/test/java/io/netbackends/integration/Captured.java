// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of a program, collected by a separate thread. */
final class Captured {
    private final Thread reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    Captured(InputStream in) {
        reader = new Thread(() -> read(in), "captured");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until the pattern is found. Returns null if it is not found before the end or the time limit. */
    Matcher await(Pattern pattern, Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            for (; ; ) {
                Matcher matcher = pattern.matcher(bytes.toString(ISO_8859_1));
                if (matcher.find()) {
                    return matcher;
                }
                if (ended || nanos <= 0) {
                    return null;
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitEnd(Duration limit) throws InterruptedException {
        reader.join(limit.toMillis());
    }

    byte[] bytes() {
        lock.lock();
        try {
            return bytes.toByteArray();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return new String(bytes(), ISO_8859_1);
    }

    private void read(InputStream in) {
        byte[] chunk = new byte[8192];
        try (in) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                append(chunk, n);
            }
        } catch (IOException e) {
            // the program was killed
        } finally {
            append(chunk, -1);
        }
    }

    private void append(byte[] chunk, int n) {
        lock.lock();
        try {
            bytes.write(chunk, 0, Math.max(0, n));
            ended |= n < 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
