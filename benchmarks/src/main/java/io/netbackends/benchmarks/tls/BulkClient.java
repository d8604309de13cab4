// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.nio.NioBackend;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A TLS connection that transfers much. */
interface BulkClient extends Closeable {
    /** How much is read or written at a time where there is much of it. */
    int PIECE = 64 * 1024;

    /** Reads at least as many bytes; returns how many there were. */
    long read(long count) throws IOException;

    /** Writes as many bytes, a multiple of the size of a piece. */
    void write(long count) throws IOException;

    /** Returns the thread that works for the client, beside its caller; 0 if there is none. */
    default long helperThread() {
        return 0;
    }

    /** Connects in the way that a parameter of the benchmark names; those with pieces of another size need {@code piece} to be {@link
     * #PIECE}. */
    static BulkClient connect(String kind, TlsServer server, int piece) throws IOException {
        InetSocketAddress address = server.address();
        return switch (kind) {
            case "sslSocket" -> new SslSocketBulk(SslSockets.connect(server.clientContext(), address), piece);
            case "networkSslSocket" ->
                new SslSocketBulk(SslSockets.connect(new NioBackend(), server.clientContext(), address), piece);
            case "tlsChannel" -> new TlsChannelBulk(server.clientContext(), address);
            case "async" -> new AsyncBulk(server.clientContext(), address);
            case "netty" -> new NettyBulk(server.authority(), address);
            default -> StreamBulk.connect(kind, server.clientContext(), address, piece);
        };
    }
}
