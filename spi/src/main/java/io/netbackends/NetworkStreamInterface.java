// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.ClientEngineFactory;
import io.netbackends.internal.StreamInputStream;
import io.netbackends.internal.StreamOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A connected byte stream.
 *
 * <p>One thread may read while another writes; a second simultaneous reader, or writer, gets an {@link
 * IllegalStateException}. All methods but {@code read}, {@code write}, {@code startTls}, {@link #endTls} and {@link
 * #shutdownOutput} may be called by any thread at any time and never wait for I/O of other threads.
 *
 * <p>Every method that does I/O obeys the {@link Timeout}s of the calling thread. Each checks, in this order: its arguments,
 * that the stream is open, the thread's interrupt flag, the deadline; then it does I/O. So under an expired deadline a call
 * fails even if data is available, and no byte is lost. {@link #abort}, the options and the queries do no I/O: they obey
 * neither deadlines nor interrupts.
 *
 * <p>Unless said otherwise, each method that does I/O throws:
 *
 * <ul>
 *   <li>{@link NetworkTimeoutException} if a deadline has passed;
 *   <li>{@link NetworkStreamClosedException} if the stream is closed on this side before or during the call;
 *   <li>{@link java.net.SocketException}, with the native exception as its cause, if the connection was reset or broken;
 *       every later call in the same direction then fails in the same way;
 *   <li>{@link javax.net.ssl.SSLException} if the TLS protocol was violated or the peer is not trusted; also if the stream
 *       ends without close_notify, since data may be truncated;
 *   <li>{@link java.io.InterruptedIOException}, and no {@link NetworkTimeoutException}, if the thread was interrupted. Its
 *       interrupt flag stays set. If the call was blocked, the stream is closed.
 * </ul>
 *
 * <p>An {@link Error}, such as an {@link OutOfMemoryError}, or another unchecked exception in the middle of a call leaves the
 * stream {@linkplain #abort aborted}: it is unknown what was sent or lost. It is then the cause of the {@link
 * NetworkStreamClosedException} of each later call.
 */
public interface NetworkStreamInterface extends Closeable {
    /** The maximum that {@link #read()} reads: 64 KiB. */
    int DEFAULT_MAX_BYTES = 64 * 1024;

    /**
     * Reads the bytes that are available; if there are none, waits for at least one.
     *
     * @param dst filled from its position on; unchanged if the call fails. If it is full, the result is 0 immediately
     * @return the number of bytes read, or -1 at the end of the stream and from then on
     * @throws IllegalArgumentException if {@code dst} is read-only
     * @throws NetworkTimeoutException if a deadline passed; no byte is lost and the stream stays usable
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    int read(ByteBuffer dst) throws IOException;

    /**
     * Writes all of a buffer.
     *
     * @param src written from its position to its limit, to which the position then moves; if it is empty, nothing is sent
     * @throws NetworkTimeoutException if a deadline passed. If it passed during the call, part of {@code src} may have been
     *     sent, up to its position at most, and the stream is closed
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    void write(ByteBuffer src) throws IOException;

    /**
     * Starts TLS in place: from now on, all bytes pass through {@code engine}, including those received but not yet read.
     * May be called again, for TLS in TLS.
     *
     * <p>If the handshake fails for any reason, the stream is closed, so nothing is sent in plaintext afterwards. An {@link
     * IllegalArgumentException} or {@link IllegalStateException} leaves the stream unchanged.
     *
     * @param engine not yet used, of any provider, with client or server mode set, and host name verification configured by
     *     the caller; owned by the stream from now on
     * @throws IllegalArgumentException if the engine's mode is not set or the engine was used before
     * @throws IllegalStateException if another thread is reading or writing
     * @throws javax.net.ssl.SSLException if the handshake failed, or the peer is not trusted
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    void startTls(SSLEngine engine) throws IOException;

    /**
     * Ends TLS in place, so that the connection continues in plaintext, or in the outer TLS layer. Sends close_notify,
     * unless {@link #shutdownOutput} has, and waits for the peer's. Data received before that is discarded. Optional.
     *
     * <p>If it fails for any reason, the stream is closed. An {@link IllegalStateException} or {@link
     * UnsupportedOperationException} leaves the stream unchanged.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @throws UnsupportedOperationException if the stream cannot end TLS
     * @throws IllegalStateException if TLS was not started, or another thread is reading or writing
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default void endTls() throws IOException {
        throw new UnsupportedOperationException(this + " cannot continue in plaintext after TLS");
    }

    /**
     * Returns a property of the stream; {@link ExtraInfo} has the keys. Still available after {@link #close}.
     *
     * @param key for instance {@code "client_addr"}
     * @return null for a key that the stream does not know
     */
    @Nullable
    Object getExtraInfo(String key);

    /**
     * Closes the stream. Calls of other threads on it fail with a {@link NetworkStreamClosedException}. Over TLS, tries to
     * send close_notify for at most 2 s (less under a deadline, not at all under an expired one), and does not wait for the
     * peer's. Idempotent.
     *
     * @throws IOException if the transport reports that it could not be closed properly; it is closed nevertheless
     */
    @Override
    void close() throws IOException;

    /** {@return whether the stream has not been closed on this side} Says nothing about the peer. */
    boolean isOpen();

    /**
     * Half-closes the stream: signals the end of output to the peer, while reading continues. Over TLS, sends close_notify.
     * Idempotent; optional. If another thread is writing, that write fails. Over TLS, where this would leave an incomplete
     * record, this call throws an {@link IllegalStateException} instead and changes nothing.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @throws UnsupportedOperationException if the transport cannot close one direction alone; over TLS, if the engine is not
     *     the JDK's: those of Conscrypt and Bouncy Castle close both directions. The stream is unchanged
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default void shutdownOutput() throws IOException {
        throw new UnsupportedOperationException(this + " cannot shut down its output alone");
    }

    /**
     * Ends reading; writing continues. From now on {@link #read(ByteBuffer)} returns -1, also in a thread that is blocked in
     * it, and {@link #available} returns 0. Unread and later input is discarded. The peer is not notified, not even over
     * TLS; over TCP and in memory it can continue to write, over a UNIX-domain socket its writes fail. If reads failed
     * permanently before, they still fail. TLS can no longer be started. Idempotent; optional.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @throws UnsupportedOperationException if the transport cannot close one direction alone; the stream is unchanged
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default void shutdownInput() throws IOException {
        throw new UnsupportedOperationException(this + " cannot shut down its input alone");
    }

    /**
     * Returns a number of bytes that can be read without blocking; more may be available. Never blocks. Over TLS it counts
     * decrypted bytes, and decrypts the received records for this.
     *
     * @implSpec The default returns 0.
     * @return 0 if no byte can be read now, if the number is unknown, at the end of the stream, or while another thread
     *     reads
     * @throws NetworkTimeoutException if a deadline has passed
     * @throws IOException if {@link #read(ByteBuffer)} would throw it immediately, as described {@linkplain
     *     NetworkStreamInterface above}
     */
    default int available() throws IOException {
        return 0;
    }

    /**
     * Closes the stream immediately, even while other threads use it, so that the peer sees an error and not an orderly end:
     * over TCP and in memory, the connection is reset. If the transport cannot reset it, the peer sees the end of the
     * stream, which over TLS is a truncation, since no close_notify is sent. Bytes written but not yet delivered may be
     * lost. Never waits. Does nothing if the stream is closed, or is being closed by another thread.
     *
     * @implSpec The default calls {@link #close}.
     * @throws IOException if the transport reports that it could not be closed properly; it is closed nevertheless
     */
    default void abort() throws IOException {
        close();
    }

    /**
     * Sets an option of the connection, for example {@link java.net.StandardSocketOptions#TCP_NODELAY}. Never waits.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @param <T> the type of the value
     * @param option one of {@link #supportedOptions}
     * @param value the new value
     * @throws UnsupportedOperationException if the option is not supported
     * @throws IllegalArgumentException if the value is not valid for the option
     * @throws NetworkStreamClosedException if the stream is closed on this side
     * @throws IOException if the platform reports an error; the stream is unchanged
     */
    default <T> void setOption(SocketOption<T> option, T value) throws IOException {
        throw new UnsupportedOperationException("option (" + option + ") must be one of " + supportedOptions());
    }

    /**
     * Returns the value of an option of the connection. Never waits.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @param <T> the type of the value
     * @param option one of {@link #supportedOptions}
     * @return its value; null where the platform has none
     * @throws UnsupportedOperationException if the option is not supported
     * @throws NetworkStreamClosedException if the stream is closed on this side
     * @throws IOException if the platform reports an error; the stream is unchanged
     */
    default <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        throw new UnsupportedOperationException("option (" + option + ") must be one of " + supportedOptions());
    }

    /**
     * Returns the options that the connection supports. Still available after {@link #close}.
     *
     * @implSpec The default returns an empty set.
     * @return a set that the caller must not change
     */
    default Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    /**
     * Reads at most {@link #DEFAULT_MAX_BYTES} bytes, as {@link #read(int)} does.
     *
     * @return the bytes read; empty only at the end of the stream
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default byte[] read() throws IOException {
        return read(DEFAULT_MAX_BYTES);
    }

    /**
     * Reads the bytes that are available; if there are none, waits for at least one.
     *
     * @param maxBytes the maximum number of bytes; positive. At most {@link #DEFAULT_MAX_BYTES} are allocated and read
     * @return the bytes read; empty only at the end of the stream
     * @throws IllegalArgumentException if {@code maxBytes} is not positive
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default byte[] read(int maxBytes) throws IOException {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes (" + maxBytes + ") must be positive");
        }
        byte[] bytes = new byte[Math.min(maxBytes, DEFAULT_MAX_BYTES)];
        int n = read(ByteBuffer.wrap(bytes));
        return n == bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(0, n));
    }

    /**
     * Writes all of an array.
     *
     * @param data if it is empty, nothing is sent; the caller may change it afterwards
     * @throws IOException as for {@link #write(ByteBuffer)}
     */
    default void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(data));
    }

    /**
     * Starts TLS in place as a client, as {@link #startTls(SSLEngine)} does, with the host name sent (SNI, unless it is an
     * IP address) and verified against the peer's certificate (RFC 2818).
     *
     * <p>A name that the JDK cannot verify, such as {@code my_service}, is verified by RFC 9525, even if the trust managers
     * of the context accept every certificate. To avoid this, use {@link #startTls(SSLEngine)}.
     *
     * @param context provides the trusted certificates, and the one to present
     * @param hostname the name or IP address that the certificate must be for
     * @throws IllegalArgumentException if {@code hostname} is not a host name
     * @throws IOException as for {@link #startTls(SSLEngine)}
     */
    default void startTls(SSLContext context, String hostname) throws IOException {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(hostname, "hostname");
        int port = getExtraInfo(ExtraInfo.SERVER_ADDR.name()) instanceof InetSocketAddress inet ? inet.getPort() : -1;
        startTls(ClientEngineFactory.verifying(context, hostname, port));
    }

    /**
     * Returns a property of the stream.
     *
     * @param <T> the type of the value
     * @param key one of the constants of {@link ExtraInfo}
     * @return empty if the stream does not have it
     * @throws ClassCastException if the backend's value is not of the key's type
     */
    default <T> Optional<T> getExtraInfo(ExtraInfo<T> key) {
        Object value = getExtraInfo(key.name());
        return value == null ? Optional.empty() : Optional.of(key.type().cast(value));
    }

    /**
     * Returns a {@code java.io} view of the stream.
     *
     * @return unbuffered; its {@code available()} is that of the stream; closing it closes the stream
     */
    default InputStream inputStream() {
        return new StreamInputStream(this::read, this::available, this);
    }

    /**
     * Returns a {@code java.io} view of the stream.
     *
     * @return unbuffered, so its {@code flush()} does nothing; closing it closes the stream
     */
    default OutputStream outputStream() {
        return new StreamOutputStream(this::write, this);
    }
}
