// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.Socket;

/** Passes bytes between two sockets, both ways. */
final class Relay {
    private Relay() {}

    /** Returns when both ways have ended, or one of the sockets is reset: then so is the other. */
    static void run(Socket one, Socket other) throws IOException, InterruptedException {
        one.setTcpNoDelay(true);
        other.setTcpNoDelay(true);
        Thread back = Threads.start(false, () -> pass(other, one));
        pass(one, other);
        back.join();
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            resetQuietly(from); // one end is gone: whatever the other one does next is to fail
            resetQuietly(to);
        }
    }

    private static void resetQuietly(Socket socket) {
        try {
            PlainServer.reset(socket);
        } catch (IOException e) {
            // closed already
        }
    }
}
