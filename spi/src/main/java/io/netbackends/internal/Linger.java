// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.Timeout;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.concurrent.TimeUnit;

/** Bounds the close of a socket with {@code SO_LINGER}, which waits until all data is sent, by the deadline. */
public final class Linger {
    private Linger() {}

    /**
     * Shortens the linger time to the time left until the ambient deadline.
     *
     * @param seconds the current value of {@code SO_LINGER}; negative if it is off
     * @param socket sets the option
     * @throws IOException if the option cannot be set
     */
    public static void limitToDeadline(int seconds, SocketOptions.Setter socket) throws IOException {
        long remaining = Timeout.remainingNanos();
        if (seconds > 0 && remaining < TimeUnit.SECONDS.toNanos(seconds)) {
            int whole = (int) TimeUnit.NANOSECONDS.toSeconds(remaining);
            socket.set(StandardSocketOptions.SO_LINGER, whole > 0 ? whole : -1);
        }
    }
}
