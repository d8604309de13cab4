// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Echoes messages of one size, with plain blocking sockets of the JDK and a thread for each connection. */
final class EchoServer implements LocalServer {
    private final ServerSocket server;
    private final int size;

    EchoServer(int size) throws IOException {
        this.size = size;
        server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> echo(socket, size));
            }
        } catch (IOException e) {
            // closed: the benchmark has ended
        }
    }

    /** Echoes all input, until the client closes. */
    static void echo(Socket socket, int size) {
        byte[] message = new byte[size];
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (in.readNBytes(message, 0, size) == size) {
                out.write(message);
            }
        } catch (IOException e) {
            // the client has closed
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
    }
}
