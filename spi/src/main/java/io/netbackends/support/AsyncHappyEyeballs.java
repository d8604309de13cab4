// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Connects as {@link HappyEyeballs} does, but in an event loop. Another thread does the lookup, since it may block. */
public final class AsyncHappyEyeballs {
    private AsyncHappyEyeballs() {}

    /**
     * One attempt to connect to one address. All methods are called on the loop's thread.
     *
     * @param <C> the type of a connection
     */
    public interface Attempt<C> extends Closeable {
        /**
         * Starts to connect; called once.
         *
         * @param ended called once on the loop's thread, possibly before this method returns, with a connection, which the
         *     attempt then no longer owns, or a failure; not called after {@link #close}
         */
        void connect(BiConsumer<@Nullable C, @Nullable Throwable> ended);

        /** Gives up; does nothing if the attempt has ended. */
        @Override
        void close() throws IOException;
    }

    /**
     * Makes attempts, on the loop's thread.
     *
     * @param <C> the type of a connection
     */
    @FunctionalInterface
    public interface AttemptFactory<C> {
        /**
         * Makes an attempt.
         *
         * @param address where to connect to, resolved
         * @return an attempt that has not started
         * @throws IOException if this address cannot even be tried
         */
        Attempt<C> open(InetSocketAddress address) throws IOException;
    }

    /**
     * Makes a stream of the winning connection, on the loop's thread.
     *
     * @param <C> the type of a connection
     */
    @FunctionalInterface
    public interface Opener<C> {
        /**
         * Makes a stream.
         *
         * @param connection closed if this method fails
         * @return a stream that owns the connection
         * @throws IOException if the connection has failed already
         */
        AsyncNetworkStreamInterface open(C connection) throws IOException;
    }

    /**
     * Connects to one of the addresses of a request, or looks up its host and connects to it, under the deadlines that are
     * active when this method is called. Does not throw.
     *
     * @param <C> the type of a connection
     * @param request its local address and options are left to the factory
     * @param resolver looks up the host; not called for an IP address
     * @param loop runs the attempts
     * @param factory makes the attempts
     * @param opener makes the stream
     * @return completes with the stream of the first connection; fails as {@link HappyEyeballs#connect} does. Cancelling it
     *     ends all attempts
     */
    public static <C extends Closeable> CompletableFuture<AsyncNetworkStreamInterface> connect(
            ConnectRequest request,
            HostResolver resolver,
            EventLoop loop,
            AttemptFactory<C> factory,
            Opener<C> opener) {
        try {
            return new AsyncConnect<>(request, resolver, loop, factory, opener).start();
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }
}
