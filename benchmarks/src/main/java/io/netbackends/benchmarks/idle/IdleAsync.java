// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Connections with a pending read each, and without a thread for it. */
final class IdleAsync {
    private static final Duration DEADLINE = Duration.ofHours(1);

    /** The smallest useful size of the buffer that an asynchronous channel needs during a pending read. */
    private static final int BUFFER = 64;

    private IdleAsync() {}

    /** This project's streams. */
    static IdleClient streams(InetSocketAddress server, boolean bounded) {
        AsyncNetworkBackend net = AsyncNetworkBackend.named("nio");
        return number -> {
            try {
                AsyncNetworkStreamInterface stream = net.connect(server).join();
                stream.write(new byte[1]).join();
                if (stream.read(1).join().length == 0) {
                    throw new EOFException();
                }
                return waiting(stream, bounded);
            } catch (CompletionException e) {
                throw new IOException(e.getCause());
            }
        };
    }

    private static Closeable waiting(AsyncNetworkStreamInterface stream, boolean bounded) {
        CompletableFuture<byte[]> read;
        if (bounded) {
            try (Timeout timeout = Timeout.after(DEADLINE)) {
                read = stream.read();
            }
        } else {
            read = stream.read();
        }
        return () -> {
            read.cancel(true);
            stream.close().join();
        };
    }

    /** The JDK's asynchronous channels. */
    static IdleClient channels(InetSocketAddress server) throws IOException {
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, Thread::new);
        return new IdleClient() {
            @Override
            public Closeable open(int number) throws IOException {
                AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group);
                try {
                    channel.connect(server).get();
                    channel.write(ByteBuffer.allocate(1)).get();
                    channel.read(ByteBuffer.allocate(1)).get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new IOException(e);
                }
                channel.read(ByteBuffer.allocate(BUFFER), channel, new Ignored());
                return channel;
            }

            @Override
            public void close() throws IOException {
                group.shutdownNow();
            }
        };
    }

    /** Completes when the benchmark ends. */
    private static final class Ignored implements CompletionHandler<Integer, AsynchronousSocketChannel> {
        @Override
        public void completed(Integer n, AsynchronousSocketChannel channel) {
            // the server closed first
        }

        @Override
        public void failed(Throwable failure, AsynchronousSocketChannel channel) {
            // the channel was closed
        }
    }
}
