// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods common to a blocking {@link Transport} and an {@link AsyncTransport}; none of them blocks.
 *
 * <p>{@link #available} is called by one thread at a time, and not while another thread reads. The other methods may be called
 * by any thread during any other call; {@link #close} and {@link #abort} more than once.
 */
public interface BaseTransport extends Closeable {
    /**
     * Ends reading: a read that another thread is blocked in, and each later one, returns -1. Never blocks, and does not
     * notify the peer. Called at most once.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @throws UnsupportedOperationException if one direction cannot be closed alone
     * @throws IOException if the connection failed or was closed
     */
    default void shutdownInput() throws IOException {
        throw new UnsupportedOperationException("this transport cannot shut down its input alone");
    }

    /**
     * Returns the number of bytes known to be readable without blocking. Never blocks.
     *
     * @implSpec The default returns 0.
     * @return 0 if there are none, at the end of the stream, or if the number is unknown
     * @throws IOException if the connection failed or was closed
     */
    default int available() throws IOException {
        return 0;
    }

    /**
     * Sets an option of the connection. Never blocks.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}, as no option is supported.
     * @param <T> the type of the value
     * @param option the option to set
     * @param value the new value
     * @throws UnsupportedOperationException if the option is not one of {@link #supportedOptions}
     * @throws IllegalArgumentException if the value is not valid for the option
     * @throws IOException if the connection was closed, or the platform reports an error
     */
    default <T> void setOption(SocketOption<T> option, T value) throws IOException {
        throw new UnsupportedOperationException("option (" + option + ") must be one of " + supportedOptions());
    }

    /**
     * Returns the value of an option of the connection. Never blocks.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}, as no option is supported.
     * @param <T> the type of the value
     * @param option the option to look up
     * @return null where the platform has no value, for example for a {@code SO_LINGER} that is off in some JDKs
     * @throws UnsupportedOperationException if the option is not one of {@link #supportedOptions}
     * @throws IOException if the connection was closed, or the platform reports an error
     */
    default <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        throw new UnsupportedOperationException("option (" + option + ") must be one of " + supportedOptions());
    }

    /**
     * Returns the options that can be set and looked up, even after the transport was closed.
     *
     * @implSpec The default returns an empty set.
     * @return a set that the caller must not change
     */
    default Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    /**
     * Converts a failure of this transport to the type and message for the caller of the stream.
     *
     * @implSpec The default calls {@link NetworkFailures#during}.
     * @param operation the operation and its peer: {@code "read from 127.0.0.1:80"}
     * @param failure thrown by this transport, but not for a timeout, an interrupt, or a close on this side
     * @return {@code failure} itself if it has both already, else a new exception with {@code failure} as its cause
     */
    default IOException named(String operation, IOException failure) {
        return NetworkFailures.during(operation, failure);
    }

    /**
     * Returns a property of the transport, even after it was closed.
     *
     * @param key one of the names of {@link io.netbackends.ExtraInfo}, or another one
     * @return null for an unknown key
     */
    @Nullable
    Object getExtraInfo(String key);

    /** Releases the descriptor and wakes the threads that are blocked in other methods, without waiting for them. */
    @Override
    void close() throws IOException;

    /**
     * Closes the transport so that the peer sees an error and not an orderly end, and so cannot mistake a truncated message
     * for a complete one. Bytes written but not yet delivered may be lost. Never blocks, independently of deadlines.
     *
     * @implSpec The default calls {@code close}. A transport that can reset its connection does so.
     * @throws IOException if it could not be closed properly; it is closed nevertheless
     */
    default void abort() throws IOException {
        close();
    }
}
