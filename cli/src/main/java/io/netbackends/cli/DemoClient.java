// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** The client of the demo: code that uses only the SPI, as a user would write it. */
final class DemoClient {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final NetworkBackendInterface net;

    DemoClient(NetworkBackendInterface net) {
        this.net = net;
    }

    /** Fetches a page over HTTPS, within 10 s, and within 3 s up to the end of the TLS handshake. */
    String fetch(SocketAddress address, SSLContext trust) throws IOException {
        try (Timeout overall = Timeout.after(Duration.ofSeconds(10))) {
            try (NetworkStreamInterface stream = connect(address, trust)) {
                stream.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
                return new String(stream.inputStream().readAllBytes(), US_ASCII);
            }
        }
    }

    /** Waits for a response that never arrives. Returns the time waited. */
    Duration readFromStalling(SocketAddress address, Duration limit) throws IOException {
        return timeUntilDeadline(address, limit, NetworkStreamInterface::read);
    }

    /** Sends to a peer that never reads until all buffers are full, and then waits. Returns the time taken. */
    Duration writeToStalling(SocketAddress address, Duration limit) throws IOException {
        byte[] data = new byte[NetworkStreamInterface.DEFAULT_MAX_BYTES];
        return timeUntilDeadline(address, limit, stream -> {
            while (true) {
                stream.write(data);
            }
        });
    }

    private interface Action {
        void run(NetworkStreamInterface stream) throws IOException;
    }

    private NetworkStreamInterface connect(SocketAddress address, SSLContext trust) throws IOException {
        try (Timeout connecting = Timeout.after(Duration.ofSeconds(3))) {
            NetworkStreamInterface stream = net.connect(address);
            stream.startTls(trust, "localhost"); // closes the stream if it fails
            return stream;
        }
    }

    private Duration timeUntilDeadline(SocketAddress address, Duration limit, Action action) throws IOException {
        try (NetworkStreamInterface stream = net.connect(address);
                Timeout clock = Timeout.after(LONG)) {
            try (Timeout deadline = Timeout.after(limit)) {
                action.run(stream);
            } catch (NetworkTimeoutException e) {
                return LONG.minus(clock.remaining());
            }
            throw new IOException("a call to a peer that stalls ended before its deadline of " + limit);
        }
    }
}
