// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Puts a deadline around calls, which need no parameter for it. */
public final class TimeoutAroundACall {
    private TimeoutAroundACall() {}

    /** Connects, name lookup included, or throws a {@link NetworkTimeoutException} when the deadline passes. */
    public static NetworkStreamInterface connect(String host, int port, Duration within) throws IOException {
        NetworkBackend net = new NetworkBackend();
        try (Timeout timeout = Timeout.after(within)) {
            return net.connect(host, port);
        }
    }

    /** Reads until the deadline; if it passes, no byte is lost, so the caller may try again. */
    public static Optional<byte[]> read(NetworkStreamInterface stream, Duration within) throws IOException {
        try (Timeout timeout = Timeout.after(within)) {
            return Optional.of(stream.read());
        } catch (NetworkTimeoutException e) {
            return Optional.empty();
        }
    }
}
