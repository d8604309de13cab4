// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The {@code SO_TIMEOUT} of one socket, for its one reader at a time. A value that a read has set stays for the next one, which may
 * wake early by it and look at its deadline again; to set it anew for each read would cost more than the rest of the deadline does.
 * As soon as the socket is shared with code that could see a value left behind, each read takes its own back.
 */
final class ReadTimeout {
    /** A value is set shorter by one part in so many than what is left, and need not be set anew while what is left shrinks. */
    private static final int SLACK = 8;

    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Socket socket;

    /** What {@code SO_TIMEOUT} was when the socket came here. */
    private final int original;

    /** Held by the reader during a read, or by the thread that takes a value back. */
    private final AtomicBoolean busy = new AtomicBoolean();

    /** What is set now. */
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
            Thread.onSpinWait(); // for as long as it takes to set a field of the socket
        }
        if (shared || remainingNanos == Long.MAX_VALUE) {
            set(SoTimeout.millis(remainingNanos));
        } else if (!isShorter(remainingNanos)) {
            int millis = SoTimeout.millis(remainingNanos);
            set(Math.max(1, millis - millis / SLACK));
        }
    }

    /** Returns whether what is set ends no later than the given time, and in no less than half of it. */
    private boolean isShorter(long remainingNanos) {
        long nanos = current * NANOS_PER_MILLI;
        return current != SoTimeout.INFINITE && nanos <= remainingNanos && nanos >= remainingNanos / 2;
    }

    /** Goes on with a read that has woken early. */
    void extend(int millis) throws IOException {
        set(millis);
    }

    void end() {
        busy.set(false);
        if (shared) {
            restore();
        }
    }

    /** Takes back what a read has left, and has each later read take back its own. */
    void share() {
        shared = true;
        restore();
    }

    private void restore() {
        if (busy.compareAndSet(false, true)) { // else the reader does it
            try {
                set(original);
            } catch (IOException e) {
                // closed meanwhile: there is nothing left to restore
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
