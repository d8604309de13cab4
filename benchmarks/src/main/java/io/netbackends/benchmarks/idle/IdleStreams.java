// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Streams of a backend; every other one has been used under a deadline. */
final class IdleStreams {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private IdleStreams() {}

    static IdleClient of(String backend, InetSocketAddress server, @Nullable Tls tls) {
        NetworkBackendInterface net = NetworkBackend.named(backend);
        return number -> {
            if (number % 2 == 0) {
                return open(net, server, tls);
            }
            try (Timeout timeout = Timeout.after(DEADLINE)) {
                return open(net, server, tls);
            }
        };
    }

    private static NetworkStreamInterface open(NetworkBackendInterface net, InetSocketAddress server, @Nullable Tls tls)
            throws IOException {
        NetworkStreamInterface stream = net.connect(server);
        if (tls != null) {
            stream.startTls(tls.engine());
        }
        ByteBuffer one = ByteBuffer.allocate(1);
        stream.write(one);
        if (stream.read(one.clear()) < 0) {
            throw new EOFException();
        }
        return stream;
    }
}
