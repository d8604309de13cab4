// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

/**
 * Passes bytes between two sockets in both directions. It uses this project's streams, which distinguish a reset from an
 * orderly end.
 */
final class Relay {
    /**
     * Set explicitly, because otherwise the system lets buffers grow to tens of megabytes, and a peer that does not read
     * does not block a writer.
     */
    private static final int BUFFER = 128 * 1024;

    private Relay() {}

    /** Returns when both directions have ended, or when one of the sockets is reset; then it resets the other. */
    static void run(Socket one, Socket other) throws IOException, InterruptedException {
        for (Socket socket : List.of(one, other)) {
            socket.setTcpNoDelay(true);
            socket.setReceiveBufferSize(BUFFER);
            socket.setSendBufferSize(BUFFER);
        }
        NetworkStreamInterface left = SocketBackend.wrap(one);
        NetworkStreamInterface right = SocketBackend.wrap(other);
        Thread back = Threads.start(false, () -> pass(right, left));
        pass(left, right);
        back.join();
    }

    private static void pass(NetworkStreamInterface from, NetworkStreamInterface to) {
        try {
            from.inputStream().transferTo(to.outputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            abortQuietly(from); // one end is gone, so the other end's next call must fail
            abortQuietly(to);
        }
    }

    private static void abortQuietly(NetworkStreamInterface stream) {
        try {
            stream.abort();
        } catch (IOException e) {
            // already closed
        }
    }
}
