// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
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
     * @param target what it is connected to, as the program says; null for the server's side
     */
    TlsCarrier carrier(@Nullable InetSocketAddress target) throws IOException {
        NetworkSocketImpl impl = NetworkSocketImpl.of(socket);
        return impl != null && consumed.available() == 0
                ? new InPlaceCarrier(impl)
                : new ForeignCarrier(socket, consumed, backend, target);
    }
}
