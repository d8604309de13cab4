// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Payload;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URL;
import javax.net.ssl.HttpsURLConnection;

/** HttpURLConnection: HTTP/1.1 in plaintext and over TLS. The arguments are the ports of HTTP and of HTTPS. */
final class HttpUrlConnectionProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException {
        HttpURLConnection plain =
                (HttpURLConnection) new URL("http://localhost:" + arguments[0] + "/hello").openConnection();
        print(plain, out);
        for (String page : new String[] {"/hello", "/medium"}) {
            HttpsURLConnection tls = tls(sockets, Integer.parseInt(arguments[1]), page);
            print(tls, out);
            out.println(tls.getServerCertificates().length);
        }
    }

    static HttpsURLConnection tls(Sockets sockets, int port, String page) throws IOException {
        HttpsURLConnection tls = (HttpsURLConnection) new URL("https://localhost:" + port + page).openConnection();
        tls.setSSLSocketFactory(sockets.tls());
        return tls;
    }

    private static void print(HttpURLConnection connection, PrintStream out) throws IOException {
        out.println(connection.getHeaderField(0)
                + " "
                + Payload.describe(connection.getInputStream().readAllBytes()));
    }
}
