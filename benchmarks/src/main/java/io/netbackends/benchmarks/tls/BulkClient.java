// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.nio.NioBackend;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A TLS connection for bulk transfers. */
interface BulkClient extends Closeable {
    /** The size of a read or write in a bulk transfer. */
    int PIECE = 64 * 1024;

    /** Reads at least this number of bytes. Returns the actual number. */
    long read(long count) throws IOException;

    /** Writes this number of bytes, a multiple of the size of a piece. */
    void write(long count) throws IOException;

    /** Returns the ID of the thread that works for the client in addition to its caller; 0 if there is none. */
    default long helperThread() {
        return 0;
    }

    /**
     * Connects with the kind of client named by a benchmark parameter. Some kinds have a fixed size of pieces, and require
     * {@link #PIECE}.
     */
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
