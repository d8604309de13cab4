// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** The common part of the factories of plain and TLS sockets: binding and connecting a new socket. */
final class NewSockets {
    private NewSockets() {}

    /** As for a {@link Socket}, null means the loopback address. */
    static InetSocketAddress target(@Nullable String host, int port) {
        return host == null
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    /** Binds a new socket, if requested, and connects it; closes the socket on failure. */
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
