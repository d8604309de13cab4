// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The {@code SO_TIMEOUT} of one socket, for its one reader at a time. A value that a read has set stays for the next one,
 * which may therefore wake early and check its deadline again. Setting the value for each read would cost more than all
 * other work for a deadline. Once the socket is shared with code that could see such a value, each read restores the
 * original one.
 */
final class ReadTimeout {
    /**
     * A value is set shorter than the remaining time by one part in this number, so it need not be set again while that
     * shrinks.
     */
    private static final int SLACK = 8;

    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Socket socket;

    /** The original value of {@code SO_TIMEOUT}. */
    private final int original;

    /** Held by the reader during a read, or by the thread that restores the value. */
    private final AtomicBoolean busy = new AtomicBoolean();

    /** The current value. */
    private int current;

    private volatile boolean shared;

    ReadTimeout(Socket socket) throws IOException {
        this.socket = socket;
        this.original = socket.getSoTimeout();
        this.current = original;
    }

    /**
     * Begins a read, which ends with {@link #end}.
     *
     * @param remainingNanos at least 1; {@link Long#MAX_VALUE} if there is no deadline
     */
    void begin(long remainingNanos) throws IOException {
        while (!busy.compareAndSet(false, true)) {
            Thread.onSpinWait(); // only while another thread sets a field of the socket
        }
        if (shared || remainingNanos == Long.MAX_VALUE) {
            set(SoTimeout.millis(remainingNanos));
        } else if (!isShorter(remainingNanos)) {
            int millis = SoTimeout.millis(remainingNanos);
            set(Math.max(1, millis - millis / SLACK));
        }
    }

    /** Returns whether the current value is at most the given time, and at least half of it. */
    private boolean isShorter(long remainingNanos) {
        long nanos = current * NANOS_PER_MILLI;
        return current != SoTimeout.INFINITE && nanos <= remainingNanos && nanos >= remainingNanos / 2;
    }

    /** Continues a read that has woken early. */
    void extend(int millis) throws IOException {
        set(millis);
    }

    void end() {
        busy.set(false);
        if (shared) {
            restore();
        }
    }

    /** Restores the original value, and makes each later read restore it. */
    void share() {
        shared = true;
        restore();
    }

    private void restore() {
        if (busy.compareAndSet(false, true)) { // otherwise the reader does it
            try {
                set(original);
            } catch (IOException e) {
                // closed meanwhile: nothing to restore
            } finally {
                busy.set(false);
            }
        }
    }

    private void set(int millis) throws SocketException {
        if (millis != current) {
            socket.setSoTimeout(millis);
            current = millis;
        }
    }
}
