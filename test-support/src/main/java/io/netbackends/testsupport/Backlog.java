// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/** Fills the backlog of a listener. */
final class Backlog {
    // Systems round the requested backlog up; none so far beyond this.
    private static final int MOST = 64;
    // On loopback, a connect takes microseconds or does not succeed at all.
    private static final Duration PENDING = Duration.ofMillis(200);

    private Backlog() {}

    /** Connects until a connect stays pending; the backlog stays full while the returned channels are open. */
    static void fill(InetSocketAddress listener, Consumer<Closeable> keep) throws IOException {
        for (int i = 0; i < MOST; i++) {
            SocketChannel channel = SocketChannel.open();
            keep.accept(channel);
            if (!connects(channel, listener)) {
                return;
            }
        }
        throw new IOException("listener at " + listener + " let " + MOST + " connects succeed without accepting one;"
                + " its backlog was required to fill up");
    }

    private static boolean connects(SocketChannel channel, InetSocketAddress listener) throws IOException {
        channel.configureBlocking(false);
        if (channel.connect(listener)) {
            return true;
        }
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            return selector.select(PENDING.toMillis()) > 0 && channel.finishConnect();
        }
    }
}
