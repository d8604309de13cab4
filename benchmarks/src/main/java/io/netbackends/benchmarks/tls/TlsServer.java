// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.testsupport.TestPki;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server of all TLS benchmarks: a blocking {@code SSLSocket} of the JDK and a thread for each connection. */
final class TlsServer implements Closeable {
    /** A name in the certificate, beside the address. */
    static final String HOST = "localhost";

    private final TestPki pki = TestPki.create();
    private final SSLContext context = pki.issue(HOST, "127.0.0.1").serverContext();
    private final ServerSocket server;
    private final Service service;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** Speaks TLS 1.3 with TLS_AES_128_GCM_SHA256 only, so that all clients do. */
    TlsServer(Service service) throws IOException {
        this.service = service;
        server = new ServerSocket(0, 1000, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        start(this::acceptAll);
    }

    /** Returns a client context of its own, which trusts the server. */
    SSLContext clientContext() {
        return pki.trusting();
    }

    X509Certificate authority() {
        return pki.certificate();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close(); // that of an SSLSocket would wait for its writer
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
            // closed: the benchmark is over
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
            // the client is done
        } finally {
            connections.remove(socket);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** What happens on a connection. */
    @FunctionalInterface
    interface Service {
        void serve(Socket socket) throws IOException;
    }
}
