// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tlschannel.ClientTlsChannel;
import tlschannel.TlsChannel;

/** The library tls-channel over a blocking channel, with its own defaults. */
final class TlsChannelBulk implements BulkClient {
    private final TlsChannel channel;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

    TlsChannelBulk(SSLContext context, InetSocketAddress server) throws IOException {
        SocketChannel plain = SocketChannel.open(server);
        plain.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SSLEngine engine = context.createSSLEngine(TlsServer.HOST, server.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        channel = ClientTlsChannel.newBuilder(plain, engine).build();
        channel.handshake();
    }

    @Override
    public long read(long count) throws IOException {
        long done = 0;
        while (done < count) {
            int n = channel.read(piece.clear());
            if (n < 0) {
                throw new EOFException();
            }
            done += n;
        }
        return done;
    }

    @Override
    public void write(long count) throws IOException {
        for (long done = 0; done < count; done += PIECE) {
            piece.clear();
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
