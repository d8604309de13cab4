// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;

/** Closes the stream of an unreachable socket, without waiting for the peer. Does not reference the socket. */
record StreamCloser(NetworkStreamInterface stream) implements Runnable {
    @Override
    public void run() {
        try (Timeout atOnce = Timeout.after(Duration.ZERO)) {
            stream.close();
        } catch (IOException | RuntimeException e) {
            // there is no caller to notify
        }
    }
}
