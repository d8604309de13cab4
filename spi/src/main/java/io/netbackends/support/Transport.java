// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/**
 * A connected byte stream; all that the author of a blocking transport implements.
 *
 * <p>{@link NetworkStream} implements the contract on top of it, so a transport may rely on the following. Arguments are
 * valid; {@link #read} and {@link #available} are called by one thread at a time, {@link #write} by one thread at a time;
 * {@link #shutdownOutput} may be called in the middle of a write, which then fails; a reader and a writer may be active
 * together, and must not wait for each other. {@link #startTls} is called while no other thread reads or writes. The other
 * methods may be called by any thread during any other call; {@link #close} and {@link #abort} more than once.
 *
 * <p>In return, {@code read} and {@code write} must do the following for <em>each</em> system call that may block. (The
 * caller has just checked the deadline, so calls that do not block need no check.)
 *
 * <ul>
 *   <li>call {@link Timeout#check} before it, and wait at most {@link Timeout#remainingNanos}. After a wait without result,
 *       call {@code Timeout.check} again: if it does not fail, the deadline was cancelled, and the wait continues;
 *   <li>if the thread is interrupted, throw an {@link java.io.InterruptedIOException} and leave the flag set;
 *   <li>leave no trace of the deadline, such as a socket option;
 *   <li>after the call has ended in any way, do not access the buffer: another stream may use it by then;
 *   <li>if the transport was closed on this side, throw a {@link io.netbackends.NetworkStreamClosedException}.
 * </ul>
 *
 * <p>Other failures are thrown as the platform reports them; {@link #named} converts them to the type and message for
 * callers of the stream. If a {@code write} fails for another reason than an {@link IOException} of the platform (a
 * deadline, an interrupt, an {@link OutOfMemoryError}), the {@code NetworkStream} calls {@link #abort}, so a transport need
 * not reset the connection itself.
 */
public interface Transport extends BaseTransport {
    /**
     * Reads the bytes that are available; if there are none, waits for at least one.
     *
     * @param dst writable, with room for at least one byte
     * @return the number of bytes read; -1 at the end of the stream
     * @throws NetworkTimeoutException if a deadline passed; no byte is lost, and {@code dst} is unchanged
     * @throws IOException if the connection failed or was closed
     */
    int read(ByteBuffer dst) throws IOException;

    /**
     * Reads as {@link #read(ByteBuffer)} does. {@link NetworkStream} calls it right after reading the clock, so a transport
     * that needs the remaining time before it reads need not read the clock again.
     *
     * @implSpec The default ignores {@code remainingNanos} and calls {@link #read(ByteBuffer)}.
     * @param dst writable, with room for at least one byte
     * @param remainingNanos nanoseconds until the earliest deadline active on this thread, at least 1; {@link Long#MAX_VALUE}
     *     if there is none. It is valid for the first wait only
     * @return the number of bytes read; -1 at the end of the stream
     * @throws NetworkTimeoutException if a deadline passed; no byte is lost, and {@code dst} is unchanged
     * @throws IOException if the connection failed or was closed
     */
    default int read(ByteBuffer dst, long remainingNanos) throws IOException {
        return read(dst);
    }

    /**
     * Writes all of a buffer.
     *
     * @param src has at least one byte; afterwards its position is its limit
     * @throws NetworkTimeoutException if a deadline passed; the caller aborts the transport afterwards
     * @throws IOException if the connection failed or was closed
     */
    void write(ByteBuffer src) throws IOException;

    /**
     * Writes the last bytes before the transport is closed, for example TLS's close_notify.
     *
     * @implSpec The default calls {@link #write}. If a transport resets the connection when a write times out, it must not
     *     do so here: bytes written before must still arrive.
     * @param src has at least one byte
     * @throws NetworkTimeoutException if a deadline passed
     * @throws IOException if the connection failed or was closed
     */
    default void writeFinal(ByteBuffer src) throws IOException {
        write(src);
    }

    /**
     * Signals the end of output to the peer.
     *
     * @throws UnsupportedOperationException if one direction cannot be closed alone
     * @throws IOException if the connection failed or was closed
     */
    void shutdownOutput() throws IOException;

    /**
     * Adds TLS to this transport; the caller then calls {@link #handshake} of the result. If either fails, the caller closes
     * this transport.
     *
     * @implSpec The default does no I/O: its result drives the engine over {@link #read} and {@link #write} of this
     *     transport. A transport that simulates TLS overrides this method.
     * @param engine in client or server mode; its handshake has begun, but nothing was sent
     * @param truncation how to treat a TLS peer that closes the connection without close_notify
     * @param peer its name in messages
     * @return the transport that replaces and owns this one after the handshake
     * @throws NetworkTimeoutException if a deadline passed
     * @throws javax.net.ssl.SSLException if TLS cannot be started
     * @throws IOException if the connection failed or was closed
     */
    default Transport startTls(SSLEngine engine, TlsTruncation truncation, String peer) throws IOException {
        return new TlsTransport(this, new TlsMachine(engine), truncation, peer);
    }

    /**
     * Runs the handshake of the transport that {@link #startTls} returned, within the deadline. After a {@link
     * NetworkTimeoutException} it may be called again, and continues where it stopped.
     *
     * @implSpec The default does nothing.
     * @throws NetworkTimeoutException if a deadline passed while the handshake waited for the peer, or before it sent a message
     * @throws javax.net.ssl.SSLException if the handshake failed
     * @throws IOException if the connection failed or was closed, or a deadline passed in the middle of a message
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
     * @implSpec The default throws {@link UnsupportedOperationException}, since this transport does not speak TLS.
     * @return the transport that replaces this one, and owns the one below it
     * @throws UnsupportedOperationException if TLS was not started
     * @throws NetworkTimeoutException if a deadline passed; the caller closes this transport
     * @throws IOException if the connection failed or was closed; the caller closes this transport
     */
    default Transport endTls() throws IOException {
        throw new UnsupportedOperationException("TLS was not started");
    }
}
