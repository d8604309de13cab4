// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The limit for a read of a JDK channel that has a timeout: a non-blocking channel, and a selector of its own in which it
 * stays registered. A message takes three system calls: write, wait, read.
 */
final class SelectorClient implements Client {
    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer message;

    private SelectorClient(SocketChannel channel, Selector selector, int size) {
        this.channel = channel;
        this.selector = selector;
        this.message = ByteBuffer.allocateDirect(size);
    }

    static SelectorClient connect(SocketAddress server, int size) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        Selector selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return new SelectorClient(channel, selector, size);
    }

    @Override
    public void send() throws IOException {
        ChannelClient.send(channel, message);
    }

    @Override
    public void receive() throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            selector.select(key -> {}, DEADLINE.toMillis());
            if (channel.read(message) < 0) {
                throw new EOFException();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
