// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The socket under a TLS socket.
 *
 * @param socket may be unconnected
 * @param consumed the bytes that the program has read already
 * @param autoClose whether it is closed together with the TLS socket, or continues in plaintext
 * @param backend provides the decorators for a foreign socket
 */
record SocketBelow(Socket socket, InputStream consumed, boolean autoClose, NetworkBackendInterface backend) {
    static SocketBelow of(Socket socket, boolean autoClose, NetworkBackendInterface backend) {
        return new SocketBelow(socket, InputStream.nullInputStream(), autoClose, backend);
    }

    /**
     * Takes over the connected socket for TLS.
     *
     * @param client whether it connected; a server's socket counts as accepted
     * @param host the peer's host as given by the program; may be null
     * @param port the peer's port; negative if unknown
     */
    TlsCarrier carrier(boolean client, @Nullable String host, int port) throws IOException {
        NetworkSocketImpl impl = NetworkSocketImpl.of(socket);
        if (impl != null && consumed.available() == 0) {
            return new InPlaceCarrier(impl);
        }
        SocketAddress target = host == null
                ? socket.getRemoteSocketAddress()
                : InetSocketAddress.createUnresolved(host, Math.max(0, port));
        return new ForeignCarrier(socket, consumed, backend, client ? target : null);
    }
}
