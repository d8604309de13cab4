// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The servers that the recipes of README.md talk to: HTTP on port 8000, HTTPS on port 8443 with the key of a PKCS #12 file. */
public class Peers {
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static void main(String[] arguments) throws Exception {
        HttpHandler hello = exchange -> {
            exchange.sendResponseHeaders(200, 200);
            try (var body = exchange.getResponseBody()) {
                body.write(new byte[200]);
            }
        };
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8000), 0);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8443), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls(arguments[0])));
        for (HttpServer server : new HttpServer[] {http, https}) {
            server.createContext("/", hello);
            server.start();
        }
        System.out.println("ready");
    }

    private static SSLContext tls(String file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
