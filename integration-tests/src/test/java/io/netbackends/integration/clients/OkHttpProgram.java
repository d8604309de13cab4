// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Payload;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * OkHttp 4 or 5: HTTP/1.1 in plaintext and over TLS, and HTTP/2. The arguments are the ports of HTTP and of HTTPS, and
 * {@link #HTTP_2}.
 */
public final class OkHttpProgram implements ClientProgram {
    /** The argument that turns on HTTP/2, in which OkHttp's threads send frames in varying order. */
    private static final String HTTP_2 = "h2";

    static final String[] PLAINTEXT = {"GET /hello HTTP/1.1", "hello by HTTP/1.1", "PRI * HTTP/2.0", "hello by HTTP/2.0"
    };

    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        String plain = "http://localhost:" + arguments[0];
        String tls = "https://localhost:" + arguments[1];
        OkHttpClient client = client(sockets, Protocol.HTTP_1_1);
        for (String url : List.of(plain + "/hello", plain + "/medium", tls + "/hello", tls + "/medium")) {
            get(client, url, out);
        }
        close(client);
        if (arguments.length == 3 && arguments[2].equals(HTTP_2)) {
            getByHttp2(sockets, tls, out);
        }
    }

    private static void getByHttp2(Sockets sockets, String tls, PrintStream out) throws Exception {
        OkHttpClient http2 = client(sockets, Protocol.HTTP_2, Protocol.HTTP_1_1);
        get(http2, tls + "/hello", out);
        get(http2, tls + "/medium", out);
        close(http2);
    }

    static String[] withHttp2(String... ports) {
        return new String[] {ports[0], ports[1], HTTP_2};
    }

    static OkHttpClient client(Sockets sockets, Protocol... protocols) {
        return new OkHttpClient.Builder()
                .socketFactory(sockets.plain())
                .sslSocketFactory(sockets.tls(), sockets.trust())
                .dns(host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})))
                .protocols(List.of(protocols))
                .retryOnConnectionFailure(false)
                .build();
    }

    static void close(OkHttpClient client) {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    private static void get(OkHttpClient client, String url, PrintStream out) throws Exception {
        Request request = new Request.Builder().url(url).build();
        try (Response response = client.newCall(request).execute()) {
            String body = Payload.describe(response.body().bytes());
            out.println(response.code() + " " + response.protocol() + " " + body);
            if (response.handshake() != null) {
                out.println(response.handshake().tlsVersion() + " "
                        + response.handshake().peerPrincipal());
            }
        }
    }
}
