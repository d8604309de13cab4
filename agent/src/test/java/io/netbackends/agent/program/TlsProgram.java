// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Typical uses of TLS sockets and engines in programs. */
final class TlsProgram {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final SSLContext trusting;
    private final SSLContext serving;

    private TlsProgram(SSLContext trusting, SSLContext serving) {
        this.trusting = trusting;
        this.serving = serving;
    }

    static void run(Path stores) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(stores.resolve("server.p12")), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(stores.resolve("trust.p12")));
        SSLContext serving = SSLContext.getInstance("TLS");
        serving.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        new TlsProgram(trusting, serving).show();
    }

    private static KeyStore store(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private void show() throws Exception {
        Outcomes.show("no such context", () -> SSLContext.getInstance("SSLv7"));
        Outcomes.show(
                "context not initialized", () -> SSLContext.getInstance("TLS").getSocketFactory());
        Outcomes.show("default cannot be initialized", () -> {
            SSLContext.getInstance("Default").init(null, null, null);
            return null;
        });
        Outcomes.show("protocol", () -> SSLContext.getInstance("TLSv1.2").getProtocol());
        Outcomes.show(
                "enabled",
                () -> Arrays.toString(trusting.getDefaultSSLParameters().getProtocols()));
        HttpsServer https = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(serving));
        https.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(US_ASCII));
            exchange.close();
        });
        https.start();
        int port = https.getAddress().getPort();
        Outcomes.show("https", () -> get(trusting, "https://localhost:" + port + "/by-socket"));
        Outcomes.show("https again", () -> get(trusting, "https://localhost:" + port + "/by-socket"));
        Outcomes.show("another host", () -> get(trusting, "https://127.0.0.1:" + port + "/"));
        Outcomes.show("not trusted", () -> get(SSLContext.getDefault(), "https://localhost:" + port + "/"));
        Outcomes.show(
                "by engine",
                () -> HttpClient.newBuilder()
                        .sslContext(trusting)
                        .build()
                        .send(
                                HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/by-engine"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
        https.stop(0);
        try (SSLServerSocket server =
                (SSLServerSocket) serving.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK)) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                Outcomes.show("alpn " + protocol, () -> exchange(server, protocol));
                Outcomes.show("resumed " + protocol, () -> resumed(server, protocol));
            }
            Outcomes.show("layered", () -> layered(server));
            Outcomes.show("session of a closed socket", () -> sessionAfterClose(server));
            Outcomes.show("read after a failed handshake", () -> readAfterFailure(server));
            Outcomes.show("timeout in the handshake", () -> handshakeTimeout(server));
        }
    }

    private static String get(SSLContext context, String url) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) URI.create(url).toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        String body = new String(connection.getInputStream().readAllBytes(), US_ASCII);
        return body + connection.getCipherSuite() + connection.getServerCertificates().length;
    }

    private static FutureTask<String> serve(SSLServerSocket server) {
        FutureTask<String> served = new FutureTask<>(() -> {
            try (SSLSocket peer = (SSLSocket) server.accept()) {
                SSLParameters parameters = peer.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                peer.setSSLParameters(parameters);
                peer.getOutputStream().write(peer.getInputStream().read());
                peer.getInputStream().read();
                return peer.getApplicationProtocol() + peer.getUseClientMode();
            }
        });
        new Thread(served).start();
        return served;
    }

    private String exchange(SSLServerSocket server, String protocol) throws Exception {
        FutureTask<String> served = serve(server);
        String shown;
        try (SSLSocket client =
                (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.getLocalPort())) {
            shown = speak(client, protocol);
        }
        return shown + " " + served.get();
    }

    private static String speak(SSLSocket client, String protocol) throws IOException {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setProtocols(new String[] {protocol});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        client.getOutputStream().write('x');
        int answer = client.getInputStream().read();
        return answer
                + client.getApplicationProtocol()
                + client.getSession().getProtocol()
                + client.getSession().getPeerPrincipal()
                + client.getSession().getPeerHost();
    }

    private String resumed(SSLServerSocket server, String protocol) throws Exception {
        long[] created = new long[2];
        for (int i = 0; i < created.length; i++) {
            FutureTask<String> served = serve(server);
            try (SSLSocket client =
                    (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.getLocalPort())) {
                speak(client, protocol);
                created[i] = client.getSession().getCreationTime();
            }
            served.get();
        }
        return created[0] == created[1] ? "yes" : "no";
    }

    private String layered(SSLServerSocket server) throws Exception {
        FutureTask<String> served = serve(server);
        Socket below = new Socket("localhost", server.getLocalPort());
        try (SSLSocket client =
                (SSLSocket) trusting.getSocketFactory().createSocket(below, "localhost", server.getLocalPort(), true)) {
            String shown = speak(client, "TLSv1.3");
            client.close();
            return shown + served.get() + below.isClosed();
        }
    }

    private String sessionAfterClose(SSLServerSocket server) throws Exception {
        FutureTask<String> served = serve(server);
        SSLSocket client = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.getLocalPort());
        speak(client, "TLSv1.2");
        client.close();
        return client.getSession().getCipherSuite() + served.get();
    }

    /** A PrintWriter, for example, may swallow the first failure. */
    private static String readAfterFailure(SSLServerSocket server) throws Exception {
        FutureTask<String> served = serve(server);
        try (SSLSocket client = (SSLSocket)
                SSLContext.getDefault().getSocketFactory().createSocket("localhost", server.getLocalPort())) {
            InputStream in = client.getInputStream();
            try {
                client.startHandshake();
            } catch (SSLException e) {
                // as expected: the certificate is not trusted
            }
            return "read " + in.read();
        } finally {
            try {
                served.get();
            } catch (ExecutionException e) {
                // the client has closed
            }
        }
    }

    private String handshakeTimeout(SSLServerSocket server) throws IOException {
        try (SSLSocket client =
                (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.getLocalPort())) {
            client.setSoTimeout(50);
            client.startHandshake();
            return "done";
        }
    }
}
