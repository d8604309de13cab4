// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import io.netbackends.ConnectRequest;
import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.TcpSettings;
import io.netbackends.internal.ThreadedCall;
import io.netbackends.nio.loop.SelectorLoop;
import io.netbackends.nio.loop.SelectorLoops;
import io.netbackends.support.AsyncHappyEyeballs;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/**
 * Network streams over {@link SocketChannel} with asynchronous calls: the asynchronous half of {@link NioBackend}.
 * Immutable, safe for use by several threads.
 *
 * <p>All streams of a class loader share a few event loops, one per two processors, at most four: daemon threads, which end
 * after some seconds without a stream. Host lookups run on other threads. The JDK's proxy settings are ignored, as channels
 * do. {@code TCP_NODELAY} is on unless switched off. A positive {@code SO_LINGER} has no effect on {@code close}, which
 * never blocks.
 */
public final class AsyncNioBackend implements AsyncNetworkBackendInterface {
    private final TcpSettings settings;

    /** Creates a backend with the platform's settings. */
    public AsyncNioBackend() {
        this(TcpSettings.DEFAULT);
    }

    AsyncNioBackend(TcpSettings settings) {
        this.settings = settings;
    }

    /**
     * Makes a stream of a channel.
     *
     * @param channel connected and open, registered with no selector, of the default provider; from now on used only by the
     *     stream, which makes it non-blocking
     * @return a stream that closes the channel when it is closed
     * @throws IllegalArgumentException if the channel is not connected, not open, registered with a selector, or of another
     *     provider
     * @throws IOException if the channel fails
     */
    public static AsyncNetworkStreamInterface wrap(SocketChannel channel) throws IOException {
        NioChannels.checkUnused(channel);
        return AsyncNioChannels.connected(SelectorLoops.next(), channel, TlsTruncation.ERROR);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
        try {
            return connect(ConnectRequest.to(host, port));
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        TcpSettings own;
        try {
            own = settings.with(request, NioChannels::supportedOptions, this);
        } catch (IOException | RuntimeException e) {
            return NetworkFutures.failed(e);
        }
        SelectorLoop loop = SelectorLoops.next();
        return AsyncHappyEyeballs.connect(
                request,
                own.resolver(),
                loop,
                address -> AsyncNioChannels.attempt(loop, address, own),
                channel -> AsyncNioChannels.connected(channel, own.truncation()));
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        return ThreadedCall.start(() -> bind(host, port), () -> {}, AsyncNioBackend::discard);
    }

    private AsyncNetworkListenerInterface bind(String host, int port) throws IOException {
        ServerSocketChannel server = NioChannels.bind(host, port, settings.resolver()); // may block
        return AsyncNioChannels.listener(SelectorLoops.next(), server, settings);
    }

    /** For a listener whose future was cancelled. */
    @SuppressWarnings("FutureReturnValueIgnored") // no caller waits for this
    private static void discard(AsyncNetworkListenerInterface late) {
        late.close();
    }

    /** Returns {@code <AsyncNioBackend>}. */
    @Override
    public String toString() {
        return "<AsyncNioBackend>";
    }
}
