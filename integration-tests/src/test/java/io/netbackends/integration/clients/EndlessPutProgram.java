// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** An endless upload in plaintext. The argument is the server's port. */
final class EndlessPutProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException {
        URL url = new URL("http://localhost:" + arguments[0] + "/up/endless");
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);
        try (OutputStream body = connection.getOutputStream()) {
            while (true) {
                body.write(new byte[8192]);
            }
        } catch (IOException e) {
            out.println(e.getMessage());
        }
    }
}
