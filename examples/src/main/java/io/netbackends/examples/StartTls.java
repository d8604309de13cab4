// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import javax.net.ssl.SSLContext;

/** Begins in plaintext and continues with TLS over the same connection, like SMTP, IMAP and other protocols. */
public final class StartTls {
    private StartTls() {}

    public static String greet(String host, int port, SSLContext tls) throws IOException {
        NetworkBackend net = new NetworkBackend();
        try (NetworkStreamInterface stream = net.connect(host, port)) {
            expect("220", readLine(stream.inputStream()));
            stream.write("STARTTLS\r\n".getBytes(US_ASCII));
            expect("220", readLine(stream.inputStream()));
            stream.startTls(tls, host);
            stream.write("EHLO client.test\r\n".getBytes(US_ASCII));
            return expect("250", readLine(stream.inputStream()));
        }
    }

    private static String expect(String code, String line) throws ProtocolException {
        if (!line.startsWith(code)) {
            throw new ProtocolException("server said (" + line + "), which should begin with " + code);
        }
        return line;
    }

    /** Reads byte by byte, so that no byte beyond the reply is consumed before TLS starts. */
    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() == 1000) {
                throw new ProtocolException("server sent no line, but (" + line + ")");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }
}
