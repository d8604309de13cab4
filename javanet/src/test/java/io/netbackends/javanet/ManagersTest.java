// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** Extended trust and key managers receive the socket, as on the platform. */
class ManagersTest {
    private static final TestPki PKI = TestPki.create();
    private static final Identity SERVER = PKI.issue("localhost");

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private void saw(String what, Object shown) {
        String session = shown instanceof SSLSocket socket
                ? socket.getHandshakeSession().getPeerHost()
                        + socket.getSSLParameters().getEndpointIdentificationAlgorithm()
                : "";
        seen.add(what + (shown instanceof SSLSocket ? " of a socket " : " of an engine ") + session);
    }

    private final class Trust extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            saw("server", socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            saw("server", engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Has no certificate. */
    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            saw("client's key", socket);
            return null;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            saw("client's key", engine);
            return null;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[0];
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    private List<String> shown(SSLContext context) throws Exception {
        seen.clear();
        context.init(new KeyManager[] {new Keys()}, new TrustManager[] {new Trust()}, null);
        PlainServer.Script script = socket -> {
            ((SSLSocket) socket).setWantClientAuth(true);
            PlainServer.echo().run(socket);
        };
        try (PlainServer server = PlainServer.listening().serveTls(SERVER.serverContextTrusting(PKI), script);
                SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
            client.startHandshake();
            return List.copyOf(seen);
        }
    }

    @Test
    void isTheSocket() throws Exception {
        List<String> platform = shown(SSLContext.getInstance("TLS"));
        assertThat(platform).contains("server of a socket localhostnull", "client's key of a socket localhostnull");
        SSLContext ours = NetworkSSLContext.wrap(SSLContext.getInstance("TLS"), NetworkBackend.named("nio"));
        assertThat(shown(ours)).isEqualTo(platform);
    }
}
