// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connected non-blocking byte stream; all that the author of an asynchronous transport implements. It moves bytes now or
 * not at all, and calls back when a retry may succeed. So no buffer is held during a wait, and a wait can be cancelled at
 * any time without losing a byte.
 *
 * <p>{@code AsyncNetworkStream} implements the contract on top of it, so a transport may rely on the following. Arguments
 * are valid; {@link #tryRead} and {@link #available} are called by one thread at a time, {@link #tryWrite} and {@link
 * #tryShutdownOutput} by one thread at a time, not always by the same ones, and a reader and a writer may be active
 * together. {@link #awaitInput}, {@link #awaitOutput}, {@link #finish}, {@link #close} and {@link #abort} are called on the
 * {@linkplain #loop loop}'s thread. A {@code try} method may be running on another thread when {@code close} is called; it
 * fails then with any {@link IOException}.
 *
 * <p>A transport checks neither deadlines nor the interrupt flag. It throws failures as the platform reports them; {@link
 * #named} converts them to the type and message for callers of the stream.
 */
public interface AsyncTransport extends BaseTransport {
    /**
     * Returns the loop that all callbacks run on.
     *
     * @return the same one at each call
     */
    EventLoop loop();

    /**
     * Reads the bytes that are available.
     *
     * @param dst writable, with room for at least one byte
     * @return the number of bytes read; 0 if none are available now; -1 at the end of the stream
     * @throws IOException if the connection failed or was closed
     */
    int tryRead(ByteBuffer dst) throws IOException;

    /**
     * Writes as many bytes as the transport accepts now.
     *
     * @param src its position moves by the number of accepted bytes; the transport may buffer a part of them. Has no bytes
     *     left if only the buffered part remains to be sent
     * @return whether all of {@code src} and the buffered part has been sent; if not, the call is repeated later
     * @throws IOException if the connection failed or was closed
     */
    boolean tryWrite(ByteBuffer src) throws IOException;

    /**
     * Signals the end of output to the peer.
     *
     * @return whether the signal has been sent; if not, the call is repeated later
     * @throws UnsupportedOperationException if one direction cannot be closed alone
     * @throws IOException if the connection failed or was closed
     */
    boolean tryShutdownOutput() throws IOException;

    /**
     * Requests one callback on the loop's thread when {@link #tryRead} may make progress. Spurious callbacks are allowed.
     * Replaces a pending request. {@link #shutdownInput} causes it; {@code close} does not.
     *
     * @param ready must not block
     */
    void awaitInput(Runnable ready);

    /**
     * Requests one callback on the loop's thread when {@link #tryWrite} or {@link #tryShutdownOutput} may make progress;
     * otherwise as {@link #awaitInput}.
     *
     * @param ready must not block
     */
    void awaitOutput(Runnable ready);

    /**
     * Sends the last message of the protocol, such as TLS's close_notify, before the transport is closed, then calls back.
     * Releases nothing, and does not fail.
     *
     * @implSpec The default calls back immediately.
     * @param nanos the maximum time this may take
     * @param then called once, on the loop's thread
     */
    default void finish(long nanos, Runnable then) {
        then.run();
    }
}
