// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A hand-written HTTP server: a test determines every byte on the wire. */
final class Http {
    private Http() {}

    /** Reads a request, sends the given response, and closes the connection. */
    static PlainServer.Script respond(String response) {
        return respond(response.getBytes(ISO_8859_1));
    }

    static PlainServer.Script respond(byte[] response) {
        return socket -> {
            readRequest(socket.getInputStream());
            socket.getOutputStream().write(response);
        };
    }

    /** Reads the lines of a request up to the empty line. */
    static List<String> readRequest(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = PlainServer.readLine(in); !line.isEmpty(); line = PlainServer.readLine(in)) {
            lines.add(line);
        }
        return lines;
    }
}
