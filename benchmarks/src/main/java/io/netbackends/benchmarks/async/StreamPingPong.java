// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** This project's asynchronous streams: {@code write().thenCompose(read)}, optionally with a deadline for each exchange. */
final class StreamPingPong implements PingPong {
    private final List<Connection> connections = new ArrayList<>();
    private final boolean bounded;

    StreamPingPong(AsyncNetworkBackendInterface net, InetSocketAddress server, int count, boolean bounded) {
        this.bounded = bounded;
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(net.connect(server).join()));
        }
    }

    @Override
    public void exchange(int times) throws IOException {
        Round round = new Round(connections.size());
        for (Connection connection : connections) {
            connection.begin(round, times);
        }
        round.await();
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            connection.stream.close().join();
        }
    }

    private final class Connection {
        private final AsyncNetworkStreamInterface stream;
        private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        private Round round = new Round(1);
        private int left;

        Connection(AsyncNetworkStreamInterface stream) {
            this.stream = stream;
        }

        void begin(Round of, int times) {
            round = of;
            left = times;
            next();
        }

        /** The function is passed outside the block, so that the next exchange is not nested in this one's deadline. */
        @SuppressWarnings("FutureReturnValueIgnored") // failures reach the function
        private void next() {
            exchange().whenComplete(this::answered);
        }

        private CompletableFuture<byte[]> exchange() {
            if (!bounded) {
                return writeAndRead();
            }
            try (Timeout timeout = Timeout.after(DEADLINE)) {
                return writeAndRead();
            }
        }

        private CompletableFuture<byte[]> writeAndRead() {
            return stream.write(message.clear()).thenCompose(written -> stream.read(SIZE));
        }

        private void answered(byte @Nullable [] answer, @Nullable Throwable failure) {
            if (answer == null) {
                round.fail(failure == null ? new EOFException() : failure);
            } else if (answer.length != SIZE) {
                round.fail(new IOException("an answer came in pieces, or not at all: " + answer.length + " bytes"));
            } else if (--left > 0) {
                next();
            } else {
                round.done();
            }
        }
    }
}
