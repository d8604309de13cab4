// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connected byte stream as its maker sees it: the only thing that a new kind of transport has to write.
 *
 * <p>{@link NetworkStream} puts the contract around it, so a transport may rely on this: arguments are valid; {@link #read}
 * is called by one thread at a time, {@link #write} and {@link #shutdownOutput} by one thread at a time; a reader and a writer
 * may be active together, and must not wait for each other. {@link #close} may be called by any thread, more than once, during
 * any other call.
 *
 * <p>In return it promises, for {@code read} and {@code write}, before <em>each</em> system call that may block (whoever calls
 * has looked at the deadline just before, so what does not block needs no look of its own):
 *
 * <ul>
 *   <li>to call {@link Timeout#check}, and to wait no longer than {@link Timeout#remainingNanos}. When a wait is over without
 *       result it calls {@code Timeout.check} again: if that does not fail, the deadline was lifted, and it waits on;
 *   <li>to end with an {@link java.io.InterruptedIOException} if the thread is interrupted, and to leave the flag set;
 *   <li>to leave nothing of the deadline behind, such as a socket option;
 *   <li>not to touch the buffer any more once the call has ended, however it ended: the next stream may have it by then;
 *   <li>to fail with a {@link io.netbackends.NetworkStreamClosedException} if it was closed on this side.
 * </ul>
 *
 * <p>Other failures are thrown as the platform reports them; the {@code NetworkStream} gives them their type and message.
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
     * @throws NetworkTimeoutException if a deadline passed; the transport is closed afterwards by whoever called
     * @throws IOException if the connection failed or was closed
     */
    void write(ByteBuffer src) throws IOException;

    /**
     * Writes the last bytes before the transport is closed, for example the close_notify of TLS.
     *
     * @implSpec The default calls {@link #write}. A transport that resets the connection when a write times out must not do so
     *     here: a reset would destroy data that was written before and has not arrived yet.
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
     * Returns something known about the transport, even after it was closed.
     *
     * @param key one of the names of {@link io.netbackends.ExtraInfo}, or another one
     * @return null for a key that the transport does not know
     */
    @Nullable
    Object getExtraInfo(String key);

    /** Frees the descriptor and wakes the threads that are blocked in other methods; waits for nobody. */
    @Override
    void close() throws IOException;
}
