// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Connects {@code SSLSocket}s as {@code startTls} would: name sent, name verified, no delay. */
final class SslSockets {
    private SslSockets() {}

    static SSLSocket connect(SSLContext context, InetSocketAddress server) throws IOException {
        Socket plain = new Socket(server.getAddress(), server.getPort());
        try {
            plain.setTcpNoDelay(true);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, TlsServer.HOST, server.getPort(), true);
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
