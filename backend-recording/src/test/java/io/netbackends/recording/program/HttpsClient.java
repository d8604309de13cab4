// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.program;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * A program unaware of recording: prints the response of {@code localhost} at the given port. It has a separate package,
 * since a package of a module cannot also be on the class path.
 */
public final class HttpsClient {
    private HttpsClient() {}

    public static void main(String... args) throws IOException, NoSuchAlgorithmException {
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(30));
                NetworkStreamInterface stream = new NetworkBackend().connect("localhost", Integer.parseInt(args[0]))) {
            stream.startTls(SSLContext.getDefault(), "localhost");
            stream.write("GET /secret HTTP/1.1\r\nHost: localhost\r\nAuthori".getBytes(StandardCharsets.US_ASCII));
            stream.write("zation: Bearer token\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (byte[] bytes = stream.read(5); bytes.length > 0; bytes = stream.read(5)) {
                System.out.print(new String(bytes, StandardCharsets.US_ASCII));
            }
        }
    }
}
