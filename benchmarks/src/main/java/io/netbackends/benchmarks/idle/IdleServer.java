// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ServerSocketFactory;

/** Echoes one byte on each connection, and keeps it open, with plain or TLS sockets of the JDK. */
final class IdleServer {
    private static final int BACKLOG = 1000;
    private static final int THREADS = 4;

    private final Collection<Socket> idle = new ConcurrentLinkedQueue<>();

    private IdleServer() {}

    /** The argument is a key store, made by {@link ServerKeys}, or none. */
    public static void main(String... args) throws IOException, GeneralSecurityException {
        ServerSocketFactory factory = args.length == 0
                ? ServerSocketFactory.getDefault()
                : ServerKeys.read(Path.of(args[0])).getServerSocketFactory();
        ServerSocket server = factory.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        System.out.println(server.getLocalPort());
        new IdleServer().serve(server);
    }

    private void serve(ServerSocket server) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        for (int i = 0; i < THREADS; i++) {
            Future<?> unused = threads.submit(() -> {
                while (true) {
                    answer(server.accept());
                }
            });
        }
        Future<?> unused = threads.submit(() -> {
            while (System.in.read() >= 0) {}
            Runtime.getRuntime().halt(0); // its parent process has ended
            return null;
        });
    }

    private void answer(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(socket.getInputStream().read());
            idle.add(socket);
        } catch (IOException e) {
            // the client has closed
        }
    }
}
