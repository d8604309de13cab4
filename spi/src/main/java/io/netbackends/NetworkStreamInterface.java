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
 * #shutdownOutput} may be called by any thread at any time and never wait for I/O of others.
 *
 * <p>Every method that does I/O obeys the {@link Timeout}s of the calling thread. Each checks, in this order: its arguments,
 * that the stream is open, the thread's interrupt flag, the deadline; then it does I/O. So an expired deadline fails a call
 * even where data waits, and nothing is lost by it. {@link #abort}, the options and the queries do no I/O: they obey neither
 * deadlines nor interrupts.
 *
 * <p>Unless said otherwise, each method that does I/O throws:
 *
 * <ul>
 *   <li>{@link NetworkTimeoutException} if a deadline has passed;
 *   <li>{@link NetworkStreamClosedException} if the stream is closed on this side, or is closed meanwhile;
 *   <li>{@link java.net.SocketException}, with the native exception as its cause, if the connection was reset or broken; so
 *       does every later call in the same direction;
 *   <li>{@link javax.net.ssl.SSLException} if the TLS protocol was violated or the peer is not trusted; end of stream without
 *       TLS's close_notify counts, since data may have been cut off;
 *   <li>{@link java.io.InterruptedIOException}, and no {@link NetworkTimeoutException}, if the thread was interrupted. Its
 *       interrupt flag stays set. If the call was blocked, the stream is closed.
 * </ul>
 *
 * <p>An {@link Error}, such as an {@link OutOfMemoryError}, or another unchecked exception in the middle of a call leaves the
 * stream {@linkplain #abort aborted}: it is unknown what was sent or lost. It is then the cause of the {@link
 * NetworkStreamClosedException} of each later call.
 */
public interface NetworkStreamInterface extends Closeable {
    /** How much {@link #read()} reads at most: 64 KiB. */
    int DEFAULT_MAX_BYTES = 64 * 1024;

    /**
     * Reads what is there, and waits for at least one byte.
     *
     * @param dst filled from its position on; untouched if the call fails. Without room, the result is 0 at once
     * @return how many bytes were read, or -1 at the end of the stream, then and from then on
     * @throws IllegalArgumentException if {@code dst} is read-only
     * @throws NetworkTimeoutException if a deadline passed; no byte is lost and the stream stays usable
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    int read(ByteBuffer dst) throws IOException;

    /**
     * Writes all of a buffer.
     *
     * @param src written from its position to its limit, which then is its position; nothing is sent for an empty one
     * @throws NetworkTimeoutException if a deadline passed. If it passed during the call, part of {@code src} may have been
     *     sent, up to its position at most, and the stream is closed
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    void write(ByteBuffer src) throws IOException;

    /**
     * Starts TLS in place: from now on, all bytes go through {@code engine}, including those that arrived but were not read
     * yet. May be called again, for TLS in TLS.
     *
     * <p>If the handshake fails, for whatever reason, the stream is closed: nothing is ever sent in plaintext after it. Only
     * an {@link IllegalArgumentException} or {@link IllegalStateException} leaves the stream as it was.
     *
     * @param engine unused so far, of any provider, set to client or server mode, with host name verification as the caller
     *     wants it; the stream owns it from now on
     * @throws IllegalArgumentException if the engine's mode was not set or it was used before
     * @throws IllegalStateException if another thread is reading or writing
     * @throws javax.net.ssl.SSLException if the handshake failed, or the peer is not trusted
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    void startTls(SSLEngine engine) throws IOException;

    /**
     * Ends TLS in place, so that the connection goes on in plaintext, or in the TLS around it: sends close_notify, unless {@link
     * #shutdownOutput} has, and waits for the peer's. Data that comes before that is discarded. Optional.
     *
     * <p>If it fails, for whatever reason, the stream is closed. Only an {@link IllegalStateException} or {@link
     * UnsupportedOperationException} leaves the stream as it was.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @throws UnsupportedOperationException if the stream cannot end TLS
     * @throws IllegalStateException if TLS was not started, or another thread is reading or writing
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default void endTls() throws IOException {
        throw new UnsupportedOperationException(this + " cannot go on in plaintext after TLS");
    }

    /**
     * Returns something known about the stream; {@link ExtraInfo} has the keys. Still answers after {@link #close}.
     *
     * @param key for instance {@code "client_addr"}
     * @return null for a key that the stream does not know
     */
    @Nullable
    Object getExtraInfo(String key);

    /**
     * Closes the stream, whatever other threads are doing with it: their calls end with a {@link
     * NetworkStreamClosedException}. Over TLS, sends close_notify if that is possible without much waiting (2 s at most, less
     * under a deadline, not at all under an expired one) and does not wait for the peer's. Idempotent.
     *
     * @throws IOException if the transport reports that it could not be closed properly; it is closed all the same
     */
    @Override
    void close() throws IOException;

    /** {@return whether the stream has not been closed on this side} Says nothing about the peer. */
    boolean isOpen();

    /**
     * Tells the peer that no more will be written, and goes on reading. Over TLS, sends close_notify. Idempotent; optional.
     * If another thread is in the middle of a write, that write fails; over TLS, where it would be cut off in a record, this call
     * fails instead with an {@link IllegalStateException}, and changes nothing.
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
     * Ends reading; writing goes on. From now on {@link #read(ByteBuffer)} returns -1, also in a thread that is blocked in it,
     * and {@link #available} returns 0. What has come and was not read, and what comes later, is discarded. The peer is not
     * told, over TLS either; over TCP and in memory it can go on writing, over a UNIX-domain socket its writes fail. A read that
     * had failed for good before fails on. TLS cannot be started any more. Idempotent; optional.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @throws UnsupportedOperationException if the transport cannot close one direction alone; nothing has changed
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default void shutdownInput() throws IOException {
        throw new UnsupportedOperationException(this + " cannot shut down its input alone");
    }

    /**
     * Returns how many bytes can be read without waiting, as far as that is known: a read of no more than that does not wait.
     * There may be more. Never waits itself. Over TLS it counts decrypted bytes, for which it decrypts what has come.
     *
     * @implSpec The default returns 0.
     * @return 0 if nothing can be read now, if that is not known, at the end of the stream, or while another thread reads
     * @throws NetworkTimeoutException if a deadline has passed
     * @throws IOException if {@link #read(ByteBuffer)} would fail so at once, as described {@linkplain NetworkStreamInterface
     *     above}
     */
    default int available() throws IOException {
        return 0;
    }

    /**
     * Closes the stream at once, whatever other threads are doing with it, so that the peer gets an error and not an orderly
     * end: over TCP and in memory the connection is reset. Where the transport cannot reset it, the peer sees an end, which over
     * TLS counts as a truncation, since no close_notify is sent. Bytes that were written and not delivered yet may be lost.
     * Never waits. Does nothing if the stream is closed, or is being closed by another thread.
     *
     * @implSpec The default calls {@link #close}.
     * @throws IOException if the transport reports that it could not be closed properly; it is closed all the same
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
     * @throws IOException if the platform reports an error; the stream stays as it was
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
     * @throws IOException if the platform reports an error; the stream stays as it was
     */
    default <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        throw new UnsupportedOperationException("option (" + option + ") must be one of " + supportedOptions());
    }

    /**
     * Returns the options that the connection has. Still answers after {@link #close}.
     *
     * @implSpec The default returns an empty set.
     * @return not to be changed
     */
    default Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    /**
     * Reads at most {@link #DEFAULT_MAX_BYTES} bytes, as {@link #read(int)} does.
     *
     * @return what was read; empty at the end of the stream, and only then
     * @throws IOException as described {@linkplain NetworkStreamInterface above}
     */
    default byte[] read() throws IOException {
        return read(DEFAULT_MAX_BYTES);
    }

    /**
     * Reads what is there, and waits for at least one byte.
     *
     * @param maxBytes how many bytes at most; positive. Memory is taken for {@link #DEFAULT_MAX_BYTES} at most
     * @return what was read; empty at the end of the stream, and only then
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
     * @param data nothing is sent for an empty one; the caller may change it afterwards
     * @throws IOException as for {@link #write(ByteBuffer)}
     */
    default void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(data));
    }

    /**
     * Starts TLS in place as a client, as {@link #startTls(SSLEngine)} does, with the host name sent (SNI, unless it is an
     * IP address) and verified against the peer's certificate (RFC 2818).
     *
     * <p>A name that the JDK cannot verify, such as {@code my_service}, is verified by RFC 9525, even if the trust managers of
     * the context accept every certificate. {@link #startTls(SSLEngine)} gives the caller the choice.
     *
     * @param context says which certificates to trust, and which to show
     * @param hostname the name or IP address that the certificate must be for
     * @throws IllegalArgumentException if {@code hostname} is no host name
     * @throws IOException as for {@link #startTls(SSLEngine)}
     */
    default void startTls(SSLContext context, String hostname) throws IOException {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(hostname, "hostname");
        int port = getExtraInfo(ExtraInfo.SERVER_ADDR.name()) instanceof InetSocketAddress inet ? inet.getPort() : -1;
        startTls(ClientEngineFactory.verifying(context, hostname, port));
    }

    /**
     * Returns something known about the stream.
     *
     * @param <T> the type of the value
     * @param key one of the constants of {@link ExtraInfo}
     * @return empty if the stream does not know it
     * @throws ClassCastException if the backend gave a value of another type than the key's
     */
    default <T> Optional<T> getExtraInfo(ExtraInfo<T> key) {
        return Optional.ofNullable(getExtraInfo(key.name())).map(key.type()::cast);
    }

    /**
     * Returns a view for code that wants {@code java.io}.
     *
     * @return unbuffered; its {@code available()} is that of the stream; closing it closes the stream
     */
    default InputStream inputStream() {
        return new StreamInputStream(this::read, this::available, this);
    }

    /**
     * Returns a view for code that wants {@code java.io}.
     *
     * @return unbuffered, so its {@code flush()} does nothing; closing it closes the stream
     */
    default OutputStream outputStream() {
        return new StreamOutputStream(this::write, this);
    }
}
