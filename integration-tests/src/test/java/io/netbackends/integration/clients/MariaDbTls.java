// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import com.google.auto.service.AutoService;
import io.netbackends.javanet.NetworkSSLSocketFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;
import org.mariadb.jdbc.plugin.tls.main.DefaultTlsSocketPlugin;

/**
 * Starts TLS for MariaDB's driver in place on the sockets of a backend, so that recordings contain plaintext; {@code
 * tlsSocketType=netbackends} selects it. It trusts the same certificates as the default context.
 */
@AutoService(TlsSocketPlugin.class)
public final class MariaDbTls extends DefaultTlsSocketPlugin {
    @Override
    public String type() {
        return "netbackends";
    }

    @Override
    public SSLSocket createSocket(Socket socket, SSLSocketFactory theirs) throws IOException {
        InetSocketAddress server = (InetSocketAddress) socket.getRemoteSocketAddress();
        return (SSLSocket)
                new NetworkSSLSocketFactory().createSocket(socket, server.getHostString(), server.getPort(), true);
    }
}
