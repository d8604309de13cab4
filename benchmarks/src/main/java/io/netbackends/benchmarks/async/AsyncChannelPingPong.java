// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's asynchronous channels, with a group of one thread, and optionally with their timeout, after which a channel is
 * unusable.
 */
final class AsyncChannelPingPong implements PingPong {
    private final AsynchronousChannelGroup group =
            AsynchronousChannelGroup.withFixedThreadPool(1, task -> new Thread(task, "async-channel"));
    private final List<Connection> connections = new ArrayList<>();
    private final long timeoutMillis;

    AsyncChannelPingPong(InetSocketAddress server, int count, long timeoutMillis) throws IOException {
        this.timeoutMillis = timeoutMillis;
        for (int i = 0; i < count; i++) {
            AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group);
            try {
                channel.connect(server).get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IOException(e);
            }
            connections.add(new Connection(channel));
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
    public void close() throws IOException {
        group.shutdownNow();
    }

    private final class Connection implements CompletionHandler<Integer, ByteBuffer> {
        private final AsynchronousSocketChannel channel;
        private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(SIZE);
        private Round round = new Round(1);
        private int left;
        private boolean writing;

        Connection(AsynchronousSocketChannel channel) throws IOException {
            this.channel = channel;
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        void begin(Round of, int times) {
            round = of;
            left = times;
            write();
        }

        private void write() {
            writing = true;
            channel.write(message.clear(), timeoutMillis, TimeUnit.MILLISECONDS, message, this);
        }

        @Override
        public void completed(Integer n, ByteBuffer buffer) {
            if (n < 0) {
                round.fail(new EOFException());
            } else if (writing) {
                writing = false;
                channel.read(answer.clear(), timeoutMillis, TimeUnit.MILLISECONDS, answer, this);
            } else if (answer.hasRemaining()) {
                channel.read(answer, timeoutMillis, TimeUnit.MILLISECONDS, answer, this);
            } else if (--left > 0) {
                write();
            } else {
                round.done();
            }
        }

        @Override
        public void failed(Throwable failure, ByteBuffer buffer) {
            round.fail(failure);
        }
    }
}
