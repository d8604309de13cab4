// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import java.io.IOException;
import java.net.Socket;

/** Detects interrupts, which sockets do not distinguish from other failures. */
final class InterruptDetection {
    private InterruptDetection() {}

    /** On a virtual thread, an interrupt closes the socket and leaves the flag set (JEP 444). */
    static boolean isCauseOf(IOException failure, Socket socket) {
        return Thread.currentThread().isInterrupted() && socket.isClosed();
    }
}
