// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A connected byte stream as its maker sees it: the only thing that a new kind of transport has to write.
 *
 * <p>{@link NetworkStream} puts the contract around it, so a transport may rely on this: arguments are valid; {@link #read} and
 * {@link #available} are called by one thread at a time, {@link #write} and {@link #shutdownOutput} by one thread at a time; a
 * reader and a writer may be active together, and must not wait for each other. {@link #startTls} is called while no other
 * thread reads or writes. The other methods may be called by any thread during any other call; {@link #close} and {@link
 * #abort} more than once.
 *
 * <p>In return it promises, for {@code read} and {@code write}, before <em>each</em> system call that may block (the caller
 * has looked at the deadline just before, so what does not block needs no look of its own):
 *
 * <ul>
 *   <li>to call {@link Timeout#check}, and to wait no longer than {@link Timeout#remainingNanos}. When a wait is over without
 *       result it calls {@code Timeout.check} again: if that does not fail, the deadline was cancelled, and it waits on;
 *   <li>to end with an {@link java.io.InterruptedIOException} if the thread is interrupted, and to leave the flag set;
 *   <li>to leave nothing of the deadline behind, such as a socket option;
 *   <li>not to touch the buffer any more once the call has ended, however it ended: the next stream may have it by then;
 *   <li>to fail with a {@link io.netbackends.NetworkStreamClosedException} if it was closed on this side.
 * </ul>
 *
 * <p>Other failures are thrown as the platform reports them; {@link #named} gives them the type and message that callers of the
 * stream get. When a {@code write} has failed with anything but an {@link IOException} of the platform (a deadline, an interrupt,
 * an {@link OutOfMemoryError}), the {@code NetworkStream} calls {@link #abort}: a transport needs no reset of its own for that.
 */
public interface Transport extends Closeable {
    /**
     * Reads what is there, and waits for at least one byte.
     *
     * @param dst writable, with room for at least one byte
     * @return how many bytes were read; -1 at the end of the stream
     * @throws NetworkTimeoutException if a deadline passed; no byte is lost, {@code dst} is untouched
     * @throws IOException if the connection failed or was closed
     */
    int read(ByteBuffer dst) throws IOException;

    /**
     * Writes all of a buffer.
     *
     * @param src has at least one byte; afterwards its position is its limit
     * @throws NetworkTimeoutException if a deadline passed; the caller aborts the transport afterwards
     * @throws IOException if the connection failed or was closed
     */
    void write(ByteBuffer src) throws IOException;

    /**
     * Writes the last bytes of all, for example TLS's close_notify, before the transport is closed.
     *
     * @implSpec The default calls {@link #write}. A transport that destroys data on its way when a write times out, by
     *     resetting the connection, must not do so here: what was written before must still arrive.
     * @param src has at least one byte
     * @throws NetworkTimeoutException if a deadline passed
     * @throws IOException if the connection failed or was closed
     */
    default void writeFinal(ByteBuffer src) throws IOException {
        write(src);
    }

    /**
     * Tells the peer that no more will be written.
     *
     * @throws UnsupportedOperationException if one direction cannot be closed alone
     * @throws IOException if the connection failed or was closed
     */
    void shutdownOutput() throws IOException;

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
     * Starts TLS over this transport: runs the handshake, within the deadline. If that fails the caller closes the transport.
     *
     * @implSpec The default drives the engine: TLS goes over {@link #read} and {@link #write} of this transport. One that plays
     *     TLS without speaking it overrides this method.
     * @param engine its handshake has begun, and nothing of it was sent; it is in client or server mode
     * @param truncation what a TLS peer that closes without close_notify is taken for
     * @param peer as messages name it
     * @return what takes the place of this transport, and owns it
     * @throws NetworkTimeoutException if a deadline passed
     * @throws javax.net.ssl.SSLException if the handshake failed
     * @throws IOException if the connection failed or was closed
     */
    default Transport startTls(SSLEngine engine, TlsTruncation truncation, String peer) throws IOException {
        TlsTransport upgraded = new TlsTransport(this, new TlsMachine(engine), truncation, peer);
        upgraded.handshake(); // may block
        return upgraded;
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
