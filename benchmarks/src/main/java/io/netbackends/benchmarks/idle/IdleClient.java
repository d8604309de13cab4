// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens connections of one kind. Closing it frees their shared resources. */
interface IdleClient extends Closeable {
    /**
     * Connects, sends a byte and reads its echo.
     *
     * @param number the number of the connection, from 0
     */
    Closeable open(int number) throws IOException;

    @Override
    default void close() throws IOException {}

    /** Returns the client named by a benchmark parameter; without TLS if there are no engines. */
    static IdleClient of(String kind, InetSocketAddress server, @Nullable Tls tls) throws IOException {
        return switch (kind) {
            case "netty" -> new IdleNetty(server, tls);
            case "async" -> IdleAsync.streams(server, false);
            case "asyncDeadline" -> IdleAsync.streams(server, true);
            case "asyncChannel" -> IdleAsync.channels(server);
            case "rawSocket" -> number -> IdleSockets.plain(server);
            case "rawChannel" -> number -> IdleSockets.channel(server);
            case "sslSocket" -> number -> IdleSockets.tls(server, Objects.requireNonNull(tls, "tls"));
            default -> IdleStreams.of(kind, server, tls);
        };
    }
}
