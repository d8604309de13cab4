// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.testsupport.PlainServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Responds to each GET with the same page, with plain blocking sockets of the JDK and a thread for each connection. */
final class HttpAnswers {
    private static final String PAGE = "x".repeat(1024);
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                    + PAGE.length() + "\r\n\r\n" + PAGE)
            .getBytes(StandardCharsets.US_ASCII);

    private static final int END_OF_HEAD = 0x0D0A0D0A;

    private HttpAnswers() {}

    static PlainServer start() throws IOException {
        return PlainServer.listening().toleratingIoFailures().serve(HttpAnswers::answer);
    }

    private static void answer(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        int last = 0;
        for (int read = in.read(); read >= 0; read = in.read()) {
            last = last << 8 | read;
            if (last == END_OF_HEAD) {
                out.write(ANSWER);
            }
        }
    }
}
