// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.javanet.NetworkSSLSocketFactory;
import io.netbackends.javanet.NetworkSocketFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects {@code SSLSocket}s with the settings of {@code startTls}: the name is sent and verified, and TCP_NODELAY is set.
 */
final class SslSockets {
    private SslSockets() {}

    static SSLSocket connect(SSLContext context, InetSocketAddress server) throws IOException {
        return connect(SocketFactory.getDefault(), context.getSocketFactory(), server);
    }

    /** Connects a socket of this project, which uses the TLS of a stream. */
    static SSLSocket connect(NetworkBackendInterface backend, SSLContext context, InetSocketAddress server)
            throws IOException {
        return connect(new NetworkSocketFactory(backend), new NetworkSSLSocketFactory(context, backend), server);
    }

    private static SSLSocket connect(SocketFactory sockets, SSLSocketFactory tls, InetSocketAddress server)
            throws IOException {
        Socket plain = sockets.createSocket(server.getAddress(), server.getPort());
        try {
            plain.setTcpNoDelay(true);
            SSLSocket socket = (SSLSocket) tls.createSocket(plain, TlsServer.HOST, server.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setServerNames(List.of(new SNIHostName(TlsServer.HOST)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (Throwable e) {
            plain.close();
            throw e;
        }
    }
}
