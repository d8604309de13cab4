// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.benchmarks.idle.ServerKeys;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Accepts TLS connections, with a blocking {@code SSLSocket} of the JDK and a thread for each. */
final class TlsAcceptor implements Closeable {
    private static final int BACKLOG = 1000;

    private final SSLContext context;
    private final TlsService service;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** Supports only TLS 1.3 with TLS_AES_128_GCM_SHA256, so that all clients use it. */
    TlsAcceptor(SSLContext context, TlsService service) throws IOException {
        this.context = context;
        this.service = service;
        server = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        start(this::acceptAll);
    }

    /** The arguments are a key store made by {@link ServerKeys}, and the name of a {@link TlsService}. */
    public static void main(String... args) throws IOException, GeneralSecurityException {
        TlsAcceptor acceptor = new TlsAcceptor(ServerKeys.read(Path.of(args[0])), TlsService.valueOf(args[1]));
        System.out.println(acceptor.address().getPort());
        while (System.in.read() >= 0) {} // ends with the process that started it
        Runtime.getRuntime().halt(0);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close(); // closing the SSLSocket would wait for its writer
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed: the benchmark has ended
        }
    }

    private void serve(Socket socket) {
        try (socket;
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, false)) {
            socket.setTcpNoDelay(true);
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            tls.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
            service.serve(tls);
        } catch (IOException e) {
            // the client has closed
        } finally {
            connections.remove(socket);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }
}
