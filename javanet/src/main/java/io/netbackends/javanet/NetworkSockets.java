// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.Socket;
import java.util.Objects;

/** Makes sockets of streams. */
public final class NetworkSockets {
    private NetworkSockets() {}

    /**
     * Returns a {@link Socket} that reads and writes a stream, for code that needs one. Closing either closes the stream.
     *
     * @param stream connected; the socket's users and those of the stream must not read, or write, at the same time
     * @return a connected socket
     * @throws IOException if the stream is closed
     */
    public static Socket socket(NetworkStreamInterface stream) throws IOException {
        return NetworkSocket.viewOf(Objects.requireNonNull(stream, "stream"));
    }
}
