// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connected byte stream that never waits, as its maker sees it: the only thing that a new kind of asynchronous transport has
 * to write. It moves bytes now or not at all, and calls back when it is worth trying again. So no buffer is held during a wait,
 * a wait can be given up at any time, and no byte is lost by that.
 *
 * <p>{@code AsyncNetworkStream} puts the contract around it, so a transport may rely on this: arguments are valid; {@link #tryRead}
 * and {@link #available} are called by one thread at a time, {@link #tryWrite} and {@link #tryShutdownOutput} by one thread at a
 * time, not always by the same ones, and a reader and a writer may be active together. {@link #awaitInput}, {@link #awaitOutput},
 * {@link #finish}, {@link #close} and {@link #abort} are called on the {@linkplain #loop loop}'s thread. A {@code try} method may be
 * running on another thread when {@code close} is called; it fails then with any {@link IOException}.
 *
 * <p>A transport looks at no deadline and no interrupt flag. Its failures are thrown as the platform reports them; {@link
 * #named} gives them the type and message that callers of the stream get.
 */
public interface AsyncTransport extends BaseTransport {
    /**
     * Returns the loop that all callbacks run on.
     *
     * @return the same one at each call
     */
    EventLoop loop();

    /**
     * Reads what is there.
     *
     * @param dst writable, with room for at least one byte
     * @return how many bytes were read; 0 if there are none now; -1 at the end of the stream
     * @throws IOException if the connection failed or was closed
     */
    int tryRead(ByteBuffer dst) throws IOException;

    /**
     * Writes what there is room for.
     *
     * @param src its position moves by what the transport has taken, of which the transport may hold back a part that is not on
     *     its way yet; has no bytes left if only that part is to be sent
     * @return whether all of {@code src}, and all that was held back, is on its way; if not, the same call is repeated later
     * @throws IOException if the connection failed or was closed
     */
    boolean tryWrite(ByteBuffer src) throws IOException;

    /**
     * Tells the peer that no more will be written.
     *
     * @return whether that is on its way; if not, the call is repeated later
     * @throws UnsupportedOperationException if one direction cannot be closed alone
     * @throws IOException if the connection failed or was closed
     */
    boolean tryShutdownOutput() throws IOException;

    /**
     * Asks for one callback, on the loop's thread, when {@link #tryRead} may do more than it did last. The callback may also come
     * for no reason. It takes the place of one asked for before and not made yet. {@link #shutdownInput} causes it; {@code close}
     * does not.
     *
     * @param ready must not block
     */
    void awaitInput(Runnable ready);

    /**
     * Asks for one callback, on the loop's thread, when {@link #tryWrite} or {@link #tryShutdownOutput} may do more than it did
     * last; otherwise as {@link #awaitInput}.
     *
     * @param ready must not block
     */
    void awaitOutput(Runnable ready);

    /**
     * Sends what the protocol says last, such as TLS's close_notify, before the transport is closed, and calls back. Frees
     * nothing, and does not fail.
     *
     * @implSpec The default calls back at once.
     * @param nanos how long this may take at most
     * @param then called once, on the loop's thread
     */
    default void finish(long nanos, Runnable then) {
        then.run();
    }
}
