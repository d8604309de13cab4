// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.nio.NioBackend;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** This project's blocking streams over channels, with a thread for each, and optionally a deadline for each exchange. */
final class BlockingPingPong implements PingPong {
    private final ExecutorService threads;
    private final List<NetworkStreamInterface> streams = new ArrayList<>();
    private final boolean bounded;

    BlockingPingPong(ExecutorService threads, InetSocketAddress server, int count, boolean bounded) throws IOException {
        this.threads = threads;
        this.bounded = bounded;
        NioBackend net = new NioBackend();
        for (int i = 0; i < count; i++) {
            streams.add(net.connect(server));
        }
    }

    @Override
    public void exchange(int times) throws IOException {
        Round round = new Round(streams.size());
        for (NetworkStreamInterface stream : streams) {
            threads.execute(() -> exchange(stream, times, round));
        }
        round.await();
    }

    private void exchange(NetworkStreamInterface stream, int times, Round round) {
        ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
        try {
            for (int i = 0; i < times; i++) {
                if (bounded) {
                    try (Timeout timeout = Timeout.after(DEADLINE)) {
                        exchange(stream, message);
                    }
                } else {
                    exchange(stream, message);
                }
            }
            round.done();
        } catch (IOException e) {
            round.fail(e);
        }
    }

    private static void exchange(NetworkStreamInterface stream, ByteBuffer message) throws IOException {
        stream.write(message.clear());
        message.clear();
        while (message.hasRemaining()) {
            if (stream.read(message) < 0) {
                throw new EOFException();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (NetworkStreamInterface stream : streams) {
            stream.close();
        }
        threads.shutdown();
    }
}
