// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.HttpsURLConnection;

/** Calls of HttpsURLConnection; for plaintext, the JDK accepts no factory. */
final class HttpUrlConnectionCalls implements HttpCalls {
    @Override
    public void putWithoutEnd(Sockets sockets, int port) throws IOException {
        HttpsURLConnection connection = connection(sockets, port);
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);
        try (OutputStream out = connection.getOutputStream()) {
            while (true) {
                out.write(new byte[8192]);
            }
        }
    }

    @Override
    public void getWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException {
        HttpsURLConnection connection = connection(sockets, port);
        connection.setReadTimeout((int) timeout.toMillis());
        connection.getResponseCode();
    }

    @Override
    public void getUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception {
        HttpsURLConnection connection = connection(sockets, port);
        Cancelled.run(connection::getResponseCode, arrived, connection::disconnect);
    }

    private static HttpsURLConnection connection(Sockets sockets, int port) throws IOException {
        return HttpUrlConnectionProgram.tls(sockets, port, "/up/endless");
    }
}
