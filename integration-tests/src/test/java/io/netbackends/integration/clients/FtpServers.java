// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Ports;
import io.netbackends.integration.ServerDirectory;
import io.netbackends.integration.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer with one user with write permission. It speaks FTP, and FTPS after {@code AUTH TLS}. */
final class FtpServers implements Closeable {
    private final ServerDirectory directory = new ServerDirectory();
    private final FtpServer server;
    private final int port;

    FtpServers() throws IOException {
        port = Ports.free();
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        listener.setSslConfiguration(new OwnCertificate(Tls.SERVER.serverContext()));
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener.createListener());
        try {
            BaseUser user = new BaseUser();
            user.setName(FtpProgram.USER);
            user.setPassword(FtpProgram.PASSWORD);
            user.setHomeDirectory(directory.path().toString());
            user.setAuthorities(List.of(new WritePermission()));
            factory.getUserManager().save(user);
            server = factory.createServer();
            server.start();
        } catch (FtpException e) {
            throw new IOException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            server.stop();
        }
    }

    private record OwnCertificate(SSLContext context) implements SslConfiguration {
        @Override
        public SSLSocketFactory getSocketFactory() {
            return context.getSocketFactory();
        }

        @Override
        public SSLContext getSSLContext() {
            return context;
        }

        @Override
        public SSLContext getSSLContext(String protocol) {
            return context;
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return context.getDefaultSSLParameters().getCipherSuites();
        }

        @Override
        public String getEnabledProtocol() {
            return "TLSv1.2";
        }

        @Override
        public ClientAuth getClientAuth() {
            return ClientAuth.NONE;
        }
    }
}
