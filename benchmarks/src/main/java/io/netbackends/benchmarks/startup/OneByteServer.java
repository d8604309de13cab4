// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.startup;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends one byte to each client, one client after the other. */
final class OneByteServer implements Closeable {
    static final int BYTE = 42;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    OneByteServer() throws IOException {
        Thread thread = new Thread(this::serve, "one-byte-server");
        thread.setDaemon(true);
        thread.start();
    }

    String host() {
        return server.getInetAddress().getHostAddress();
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(BYTE);
            } catch (IOException e) {
                // closed, or the client has disconnected
            }
        }
    }
}
