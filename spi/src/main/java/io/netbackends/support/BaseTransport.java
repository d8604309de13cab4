// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a blocking {@link Transport} and an {@link AsyncTransport} have in common: all that waits for nothing.
 *
 * <p>{@link #available} is called by one thread at a time, and not while another thread reads. The other methods may be called
 * by any thread during any other call; {@link #close} and {@link #abort} more than once.
 */
public interface BaseTransport extends Closeable {
    /**
     * Ends reading: a read that another thread is blocked in, and each later one, returns -1. Waits for nothing, and tells the
     * peer nothing. Called at most once.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @throws UnsupportedOperationException if one direction cannot be closed alone
     * @throws IOException if the connection failed or was closed
     */
    default void shutdownInput() throws IOException {
        throw new UnsupportedOperationException("this transport cannot shut down its input alone");
    }

    /**
     * Returns how many bytes can be read without waiting, as far as the transport knows. Waits for nothing.
     *
     * @implSpec The default returns 0.
     * @return 0 if there are none, at the end of the stream, or if it is not known
     * @throws IOException if the connection failed or was closed
     */
    default int available() throws IOException {
        return 0;
    }

    /**
     * Sets an option of the connection. Waits for nothing.
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
     * Returns the value of an option of the connection. Waits for nothing.
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
     * @return not to be changed
     */
    default Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    /**
     * Gives a failure of this transport the type and message that the caller of the stream gets.
     *
     * @implSpec The default calls {@link NetworkFailures#during}.
     * @param operation what was being done, and with whom: {@code "read from 127.0.0.1:80"}
     * @param failure thrown by this transport; not a timeout, not an interrupt, and not because it was closed on this side
     * @return {@code failure} itself if it has both already, else a new exception with {@code failure} as its cause
     */
    default IOException named(String operation, IOException failure) {
        return NetworkFailures.during(operation, failure);
    }

    /**
     * Returns something known about the transport, even after it was closed.
     *
     * @param key one of the names of {@link io.netbackends.ExtraInfo}, or another one
     * @return null for a key that the transport does not know
     */
    @Nullable
    Object getExtraInfo(String key);

    /** Frees the descriptor and wakes the threads that are blocked in other methods, without waiting for them. */
    @Override
    void close() throws IOException;

    /**
     * Does what {@link #close} does, but so that the peer gets an error and not an orderly end: it must not take half a message
     * for a whole one. What was written and not delivered yet may be lost. Waits for nothing, whatever the deadline.
     *
     * @implSpec The default calls {@code close}. A transport that can reset its connection does so.
     * @throws IOException if it could not be closed properly; it is closed all the same
     */
    default void abort() throws IOException {
        close();
    }
}
