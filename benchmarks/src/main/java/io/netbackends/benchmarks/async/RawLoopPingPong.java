// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The lower bound: one selector loop of the JDK, without futures, deadlines or layers. */
final class RawLoopPingPong implements PingPong {
    private final Selector selector = Selector.open();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Connection> connections = new ArrayList<>();

    RawLoopPingPong(InetSocketAddress server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(SocketChannel.open(server)));
        }
        Thread thread = new Thread(this::loop, "raw-loop");
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> ((Connection) key.attachment()).readable());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            // closed: the benchmark has ended
        }
    }

    @Override
    public void exchange(int times) throws IOException {
        Round round = new Round(connections.size());
        tasks.add(() -> connections.forEach(connection -> connection.begin(round, times)));
        selector.wakeup();
        round.await();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (Connection connection : connections) {
            connection.channel.close();
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(SIZE);
        private Round round = new Round(1);
        private int left;

        Connection(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void begin(Round of, int times) {
            round = of;
            left = times;
            send();
        }

        private void send() {
            try {
                channel.write(message.clear()); // there is room for one message
            } catch (IOException e) {
                round.fail(e);
            }
        }

        void readable() {
            try {
                if (channel.read(answer) < 0) {
                    throw new EOFException();
                }
            } catch (IOException e) {
                round.fail(e);
                return;
            }
            if (!answer.hasRemaining()) {
                answer.clear();
                if (--left > 0) {
                    send();
                } else {
                    round.done();
                }
            }
        }
    }
}
