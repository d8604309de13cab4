// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.nio.channel.AddressFamily;
import io.netbackends.support.AsyncHappyEyeballs;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One attempt to connect an Internet or UNIX-domain channel in an event loop. */
public final class AsyncChannelAttempt implements AsyncHappyEyeballs.Attempt<RegisteredChannel>, ReadyChannel {
    private final SelectorLoop loop;
    private final SocketChannel channel;
    private final SocketAddress address;
    private @Nullable SelectionKey key;
    private @Nullable BiConsumer<@Nullable RegisteredChannel, @Nullable Throwable> ended;
    private boolean noted;

    /**
     * Makes an attempt.
     *
     * @param loop runs the attempt
     * @param channel open, not connected yet, with its options set; closed if the attempt is
     * @param address where to connect to
     */
    public AsyncChannelAttempt(SelectorLoop loop, SocketChannel channel, SocketAddress address) {
        this.loop = loop;
        this.channel = channel;
        this.address = address;
    }

    @Override
    public void connect(BiConsumer<@Nullable RegisteredChannel, @Nullable Throwable> onEnd) {
        ended = onEnd;
        try {
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                end(null);
            } else {
                key = loop.register(channel, SelectionKey.OP_CONNECT, this);
            }
        } catch (UnsupportedAddressTypeException e) {
            end(AddressFamily.unavailable(e));
        } catch (Throwable e) {
            end(e);
        }
    }

    @Override
    public boolean noteReady(int ops) {
        boolean first = !noted;
        noted = true;
        return first;
    }

    @Override
    public void handle() {
        noted = false;
        SelectionKey registered = key;
        if (ended == null || registered == null || !registered.isValid()) {
            return;
        }
        try {
            if (channel.finishConnect()) {
                registered.interestOps(0);
                end(null);
            }
        } catch (Throwable e) {
            end(e);
        }
    }

    private void end(@Nullable Throwable failure) {
        BiConsumer<@Nullable RegisteredChannel, @Nullable Throwable> told = ended;
        ended = null;
        if (told != null && failure == null) {
            told.accept(new RegisteredChannel(loop, channel, key), null);
        } else if (told != null) {
            told.accept(null, failure);
        }
    }

    @Override
    public void registered(SelectionKey another) {
        key = another;
    }

    @Override
    public void close() throws IOException {
        ended = null;
        channel.close();
        if (key != null) {
            loop.releaseClosed();
        }
    }
}
