// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Sends an HTTPS request and reads the response: at most 10 s in total, and at most 3 s to connect and to start TLS. */
public final class HttpsRequest {
    private HttpsRequest() {}

    public static byte[] get(NetworkBackendInterface net, String host, int port, SSLContext tls) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (Timeout overall = Timeout.after(Duration.ofSeconds(10));
                Timeout connecting = Timeout.after(Duration.ofSeconds(3));
                NetworkStreamInterface stream = net.connect(host, port)) {
            stream.startTls(tls, host);
            connecting.cancel(); // connected: the rest has the remainder of the 10 s
            stream.write(request.getBytes(US_ASCII));
            return stream.inputStream().readAllBytes();
        }
    }
}
