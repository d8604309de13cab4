// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.support.NetworkStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A stream over a foreign socket, with the decorators of a backend around it, so that they see plaintext. */
final class ForeignCarrier implements TlsCarrier {
    private final ForeignSocketTransport transport;
    private final NetworkStreamInterface stream;

    /**
     * Makes the stream.
     *
     * @param below connected
     * @param consumed the bytes that the program has read already
     * @param backend provides the decorators
     * @param target the peer's address as given by the program; null for the server's side
     */
    ForeignCarrier(Socket below, InputStream consumed, NetworkBackendInterface backend, @Nullable SocketAddress target)
            throws IOException {
        transport = new ForeignSocketTransport(below, consumed);
        stream = backend.adopt(new NetworkStream(transport, String.valueOf(below.getRemoteSocketAddress())), target);
    }

    @Override
    public NetworkStreamInterface stream() {
        return stream;
    }

    @Override
    public void release() throws IOException {
        transport.detach();
        stream.close();
    }
}
