// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/**
 * A connected byte stream as its maker sees it: the only thing that a new kind of transport has to write.
 *
 * <p>{@link NetworkStream} puts the contract around it, so a transport may rely on this: arguments are valid; {@link #read} and
 * {@link #available} are called by one thread at a time, {@link #write} by one thread at a time; {@link #shutdownOutput} may be called in the middle of a write, which then
 * fails; a reader and a writer may be active together, and must not wait for each other. {@link #startTls} is called while no other
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
public interface Transport extends BaseTransport {
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
     * Puts TLS over this transport; {@link #handshake} of the result follows. If either fails the caller closes this transport.
     *
     * @implSpec The default does no I/O: its result drives the engine over {@link #read} and {@link #write} of this transport. A
     *     transport that plays TLS without speaking it overrides this method.
     * @param engine its handshake has begun, and nothing of it was sent; it is in client or server mode
     * @param truncation what a TLS peer that closes without close_notify is taken for
     * @param peer as messages name it
     * @return what takes the place of this transport after the handshake, and then owns it
     * @throws NetworkTimeoutException if a deadline passed
     * @throws javax.net.ssl.SSLException if TLS cannot be started
     * @throws IOException if the connection failed or was closed
     */
    default Transport startTls(SSLEngine engine, TlsTruncation truncation, String peer) throws IOException {
        return new TlsTransport(this, new TlsMachine(engine), truncation, peer);
    }

    /**
     * Runs the handshake of what {@link #startTls} has returned, within the deadline. After a {@link NetworkTimeoutException} it may
     * be called again, and goes on where it was.
     *
     * @implSpec The default does nothing.
     * @throws NetworkTimeoutException if a deadline passed while the handshake waited for the peer, or before it sent a message
     * @throws javax.net.ssl.SSLException if the handshake failed
     * @throws IOException if the connection failed or was closed, or a deadline cut off a message
     */
    default void handshake() throws IOException {}

    /**
     * Fails if {@link #endTls} is not possible, and changes nothing.
     *
     * @implSpec The default does nothing.
     * @throws UnsupportedOperationException if the TLS engine cannot close its output alone
     */
    default void checkEndTls() {}

    /**
     * Ends the TLS that {@link #startTls} has started.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}, since this transport is none that speaks TLS.
     * @return what takes the place of this transport, and owns what is below it
     * @throws UnsupportedOperationException if TLS was not started
     * @throws NetworkTimeoutException if a deadline passed; the caller closes this transport
     * @throws IOException if the connection failed or was closed; the caller closes this transport
     */
    default Transport endTls() throws IOException {
        throw new UnsupportedOperationException("TLS was not started");
    }
}
