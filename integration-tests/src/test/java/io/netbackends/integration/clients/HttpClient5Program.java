// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.httpclient5.ConnectionPool;
import io.netbackends.integration.Payload;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Apache HttpClient 5: HTTP/1.1 in plaintext and over TLS, on persistent connections. The arguments are the ports of HTTP
 * and of HTTPS.
 */
final class HttpClient5Program implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException {
        try (CloseableHttpClient client = client(sockets)) {
            for (String server :
                    new String[] {"http://localhost:" + arguments[0], "https://localhost:" + arguments[1]}) {
                for (String page : new String[] {"/hello", "/medium"}) {
                    client.execute(new HttpGet(server + page), response -> print(response, out));
                }
            }
        }
    }

    private static Void print(ClassicHttpResponse response, PrintStream out) throws IOException {
        byte[] body = EntityUtils.toByteArray(response.getEntity());
        out.println(response.getVersion() + " " + response.getCode() + " " + Payload.describe(body));
        return null;
    }

    static CloseableHttpClient client(Sockets sockets) {
        return HttpClients.custom()
                .setConnectionManager(sockets.spec().isEmpty() ? platforms(sockets) : OverBackend.pool(sockets))
                .disableAutomaticRetries()
                .build();
    }

    private static PoolingHttpClientConnectionManager platforms(Sockets sockets) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(sockets.context()))
                .build();
    }

    /** In a separate class, since a JVM without backends cannot load it. */
    private static final class OverBackend {
        static PoolingHttpClientConnectionManager pool(Sockets sockets) {
            BackendSockets over = (BackendSockets) sockets;
            return ConnectionPool.builder(over.backend())
                    .tls(over.trusting().context())
                    .build();
        }
    }
}
