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
 * What a TLS socket is layered over.
 *
 * @param socket may be unconnected
 * @param consumed what the program has read of it already
 * @param autoClose whether it is closed together with the TLS socket, or goes on in plaintext
 * @param backend whose decorators are used where the socket is of another maker
 */
record SocketBelow(Socket socket, InputStream consumed, boolean autoClose, NetworkBackendInterface backend) {
    static SocketBelow of(Socket socket, boolean autoClose, NetworkBackendInterface backend) {
        return new SocketBelow(socket, InputStream.nullInputStream(), autoClose, backend);
    }

    /**
     * Takes the connected socket for TLS.
     *
     * @param client whether it connected; a server's socket counts as accepted
     * @param host what it connected to, as the program says; null if it does not
     * @param port with {@code host}; less than 0 if it is not known
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
