// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connected non-blocking channel, and its registration with a loop.
 *
 * @param loop runs the channel
 * @param channel not registered with any other selector
 * @param key null if the channel is not registered yet
 */
public record RegisteredChannel(
        SelectorLoop loop, SocketChannel channel, @Nullable SelectionKey key) implements Closeable {
    /** Closes the channel; called on the loop's thread. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (key != null) {
            loop.releaseClosed();
        }
    }
}
