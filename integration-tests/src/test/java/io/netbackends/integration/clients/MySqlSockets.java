// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import io.netbackends.javanet.NetworkSSLSocketFactory;
import io.netbackends.javanet.NetworkSocketFactory;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sockets of the default backend for MySQL Connector/J, and TLS in place on them, so that recordings are plaintext; {@code socketFactory}
 * names this class. It trusts what the default context does, and checks the name of the server.
 */
public final class MySqlSockets extends StandardSocketFactory {
    @Override
    protected Socket createSocket(PropertySet properties) {
        try {
            return new NetworkSocketFactory().createSocket();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public <T extends Closeable> T performTlsHandshake(SocketConnection connection, ServerSession session, Log log)
            throws IOException {
        SSLSocket socket = (SSLSocket) new NetworkSSLSocketFactory().createSocket(rawSocket, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        sslSocket = socket;
        @SuppressWarnings("unchecked") // what the driver expects: it makes a Socket of it
        T result = (T) socket;
        return result;
    }
}
