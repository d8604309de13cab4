// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import javax.net.ssl.SSLContext;

/**
 * An HTTP client that uses a given backend, and leaves deadlines to its callers: {@link #get} obeys the active {@link
 * io.netbackends.Timeout}s, over both HTTP and HTTPS.
 */
public final class SmallHttpClient {
    private final NetworkBackendInterface net;
    private final SSLContext tls;

    /** The response of the server, without its header fields. */
    public record Response(int status, String body) {}

    public SmallHttpClient(NetworkBackendInterface net, SSLContext tls) {
        this.net = net;
        this.tls = tls;
    }

    public Response get(URI uri) throws IOException {
        boolean secure = "https".equals(uri.getScheme());
        int defaultPort = secure ? 443 : 80;
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        try (NetworkStreamInterface stream = net.connect(uri.getHost(), port)) {
            if (secure) {
                stream.startTls(tls, uri.getHost());
            }
            stream.write(request(uri).getBytes(US_ASCII));
            return parse(stream.inputStream().readAllBytes());
        }
    }

    private static String request(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        // The response of HTTP/1.0 is never chunked and ends with the stream.
        return "GET " + path + query + " HTTP/1.0\r\nHost: " + uri.getRawAuthority() + "\r\n\r\n";
    }

    private static Response parse(byte[] response) throws ProtocolException {
        String text = new String(response, UTF_8);
        int endOfHead = text.indexOf("\r\n\r\n");
        if (endOfHead < 0 || !text.matches("(?s)HTTP/1\\.[01] [0-9]{3}[ \r].*")) {
            throw new ProtocolException("response (" + response.length + " bytes) must be one of HTTP/1");
        }
        return new Response(Integer.parseInt(text.substring(9, 12)), text.substring(endOfHead + 4));
    }
}
