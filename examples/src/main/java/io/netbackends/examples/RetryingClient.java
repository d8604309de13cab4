// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A client that repeats an idempotent request if the connection breaks. A response ends with a line feed, so a truncated one
 * is not mistaken for a complete one. {@code RetryingClientTest} breaks the connection at every byte.
 */
public final class RetryingClient {
    private final NetworkBackendInterface net;
    private final String host;
    private final int port;

    public RetryingClient(NetworkBackendInterface net, String host, int port) {
        this.net = net;
        this.host = host;
        this.port = port;
    }

    /** The caller's deadline covers all attempts. */
    public String get(String key, int attempts) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return ask(key);
            } catch (NetworkTimeoutException e) {
                throw e; // no time is left for another attempt
            } catch (IOException e) {
                if (attempt == attempts) {
                    throw e;
                }
            }
        }
    }

    private String ask(String key) throws IOException {
        try (NetworkStreamInterface stream = net.connect(host, port)) {
            stream.write(("GET " + key + "\n").getBytes(US_ASCII));
            InputStream in = stream.inputStream();
            StringBuilder answer = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the answer is truncated after \"" + answer + "\"");
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }
}
