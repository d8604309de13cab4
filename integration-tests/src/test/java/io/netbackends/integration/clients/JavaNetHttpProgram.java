// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Payload;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * {@code java.net.http}: HTTP/1.1 and HTTP/2 over TLS. The arguments are the ports of HTTP, which is not used, and of HTTPS.
 */
final class JavaNetHttpProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(sockets.context())
                    .version(version)
                    .build();
            for (String page : new String[] {"/hello", "/medium"}) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + arguments[1] + page))
                        .build();
                HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                out.println(response.version() + " " + response.statusCode() + " " + Payload.describe(response.body()));
            }
        }
    }
}
