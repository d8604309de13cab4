// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The server side of HTTP, by hand: what a test says is on the wire to the byte. */
final class Http {
    private Http() {}

    /** Reads a request, sends the response given, closes the connection. */
    static PlainServer.Script respond(String response) {
        return respond(response.getBytes(ISO_8859_1));
    }

    static PlainServer.Script respond(byte[] response) {
        return socket -> {
            readRequest(socket.getInputStream());
            socket.getOutputStream().write(response);
        };
    }

    /** Reads the lines of a request up to the empty one. */
    static List<String> readRequest(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = PlainServer.readLine(in); !line.isEmpty(); line = PlainServer.readLine(in)) {
            lines.add(line);
        }
        return lines;
    }
}
