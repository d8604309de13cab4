// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** As {@link EchoServer}, with a virtual thread for each connection, in a separate process. */
final class VirtualEchoServer {
    private static final int BACKLOG = 1000;

    private VirtualEchoServer() {}

    /** The argument is the size of messages. */
    public static void main(String... args) throws IOException {
        int size = Integer.parseInt(args[0]);
        ExecutorService threads = VirtualThreads.executor();
        try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            Future<?> unused = threads.submit(() -> accept(server, size, threads));
            System.out.println(server.getLocalPort());
            while (System.in.read() >= 0) {} // ends with its parent process
        }
        Runtime.getRuntime().halt(0);
    }

    private static Object accept(ServerSocket server, int size, ExecutorService threads) throws IOException {
        while (true) {
            Socket socket = server.accept();
            Future<?> unused = threads.submit(() -> EchoServer.echo(socket, size));
        }
    }
}
