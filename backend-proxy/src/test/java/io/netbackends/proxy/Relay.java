// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** Passes bytes between two sockets, both ways. Streams of ours tell a reset from an end where plain sockets do not. */
final class Relay {
    /** Said, or the system lets buffers grow to tens of megabytes, and a peer that does not read holds back no writer. */
    private static final int BUFFER = 128 * 1024;

    private Relay() {}

    /** Returns when both ways have ended, or one of the sockets is reset: then so is the other. */
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
            abortQuietly(from); // one end is gone: whatever the other one does next is to fail
            abortQuietly(to);
        }
    }

    private static void abortQuietly(NetworkStreamInterface stream) {
        try {
            stream.abort();
        } catch (IOException e) {
            // closed already
        }
    }
}
