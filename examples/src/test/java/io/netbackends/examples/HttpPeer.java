// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netbackends.testsupport.PlainServer;

/** Scripts of HTTP servers. */
final class HttpPeer {
    private HttpPeer() {}

    /** Reads a request up to its empty line, and responds with a body that begins with the request's lines. */
    static PlainServer.Script repeatingTheRequest(String status) {
        return socket -> {
            StringBuilder request = new StringBuilder();
            String line;
            do {
                line = PlainServer.readLine(socket.getInputStream());
                request.append(line).append('\n');
            } while (!line.isEmpty());
            String response = "HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\nyou said:\n" + request;
            socket.getOutputStream().write(response.getBytes(UTF_8));
        };
    }
}
