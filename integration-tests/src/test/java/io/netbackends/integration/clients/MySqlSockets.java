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
 * Creates sockets of the default backend for MySQL Connector/J, and starts TLS in place on them, so that recordings contain
 * plaintext; {@code socketFactory} names this class. It trusts the same certificates as the default context, and verifies
 * the name of the server.
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
        @SuppressWarnings("unchecked") // the driver casts it to a Socket
        T result = (T) socket;
        return result;
    }
}
