// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** What the factories of plain and of TLS sockets do with a socket that they have made. */
final class NewSockets {
    private NewSockets() {}

    /** As for a {@link Socket}, no name is the loopback address. */
    static InetSocketAddress target(@Nullable String host, int port) {
        return host == null
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    /** Binds a new socket, if that is wanted, and connects it; one for which that fails is closed. */
    static Socket connected(Socket socket, InetSocketAddress target, @Nullable InetSocketAddress local)
            throws IOException {
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(target); // may block
            return socket;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }
}
