// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.ClientEngineFactory;
import io.netbackends.internal.NetworkFutures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A connected byte stream with asynchronous calls: {@link NetworkStreamInterface} with futures.
 *
 * <p>One read and one write may be under way at a time; a second one fails with an {@link IllegalStateException} and changes
 * nothing. Calls may be made by any thread; {@linkplain io.netbackends.async no call throws}.
 *
 * <p>A call checks, in this order: its arguments, that the stream is open, that no other call is under way in the same
 * direction, the deadlines; then it does I/O. It fails as the blocking call does: with {@link NetworkTimeoutException}, {@link
 * NetworkStreamClosedException}, {@link java.net.SocketException} or {@link javax.net.ssl.SSLException}.
 *
 * <p>A read that times out, or whose future is cancelled, loses no byte, and the stream stays usable. A write, {@code
 * startTls} or {@code shutdownOutput} that times out or is cancelled closes the stream.
 */
public interface AsyncNetworkStreamInterface {
    /**
     * Reads the bytes that are available, as soon as there are any. Holds no buffer while it waits.
     *
     * @param maxBytes the maximum number of bytes; positive. At most {@link NetworkStreamInterface#DEFAULT_MAX_BYTES} are
     *     read at once
     * @return completes with the bytes read; empty only at the end of the stream
     */
    CompletableFuture<byte[]> read(int maxBytes);

    /**
     * Writes all of a buffer.
     *
     * @param src belongs to the stream until the future is complete; then its position is its limit
     * @return complete when the operating system has accepted all bytes; nothing is queued
     */
    CompletableFuture<Void> write(ByteBuffer src);

    /**
     * Starts TLS in place, as {@link NetworkStreamInterface#startTls(SSLEngine)} does. While a read or a write is under way,
     * fails with an {@link IllegalStateException} and changes nothing.
     *
     * @param engine not yet used, with client or server mode set; owned by the stream from now on. Its trust and key
     *     managers are not called on the backend's own threads, so they may block
     * @return complete when the handshake is; if it fails for any reason but a bad argument or state, the stream is closed
     */
    CompletableFuture<Void> startTls(SSLEngine engine);

    /**
     * Half-closes the stream: signals the end of output to the peer, while reading continues. Over TLS, sends close_notify.
     * Idempotent; optional.
     *
     * @implSpec The default fails with {@link UnsupportedOperationException}.
     * @return complete when the signal has been sent
     */
    default CompletableFuture<Void> shutdownOutput() {
        return NetworkFutures.failed(new UnsupportedOperationException(this + " cannot shut down its output alone"));
    }

    /**
     * Ends reading, as {@link NetworkStreamInterface#shutdownInput} does; a read under way completes with an empty array.
     * Optional.
     *
     * @implSpec The default fails with {@link UnsupportedOperationException}.
     * @return complete when reading has ended
     */
    default CompletableFuture<Void> shutdownInput() {
        return NetworkFutures.failed(new UnsupportedOperationException(this + " cannot shut down its input alone"));
    }

    /**
     * Closes the stream. Calls that are under way fail with a {@link NetworkStreamClosedException} first. Over TLS, tries to
     * send close_notify for at most 2 s (less under a deadline), and does not wait for the peer's. Idempotent.
     *
     * @return complete when the descriptor is released; cannot be cancelled
     */
    CompletableFuture<Void> close();

    /**
     * Closes the stream immediately, so that the peer sees an error and not an orderly end, as {@link
     * NetworkStreamInterface#abort} does.
     *
     * @implSpec The default calls {@link #close}.
     * @return complete when the descriptor is released; cannot be cancelled
     */
    default CompletableFuture<Void> abort() {
        return close();
    }

    /**
     * Returns a number of bytes that can be read without waiting, as {@link NetworkStreamInterface#available} does. Never
     * blocks, so it returns no future.
     *
     * @implSpec The default returns 0.
     * @return 0 if no byte can be read now, if the number is unknown, at the end of the stream, or while a read is under way
     * @throws IOException as for {@link NetworkStreamInterface#available}
     */
    default int available() throws IOException {
        return 0;
    }

    /**
     * Sets an option of the connection, as {@link NetworkStreamInterface#setOption} does. Never blocks, so it returns no
     * future.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @param <T> the type of the value
     * @param option one of {@link #supportedOptions}
     * @param value the new value
     * @throws UnsupportedOperationException if the option is not supported
     * @throws IOException as for {@link NetworkStreamInterface#setOption}
     */
    default <T> void setOption(SocketOption<T> option, T value) throws IOException {
        throw new UnsupportedOperationException("option (" + option + ") must be one of " + supportedOptions());
    }

    /**
     * Returns the value of an option of the connection, as {@link NetworkStreamInterface#getOption} does. Never blocks, so
     * it returns no future.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}.
     * @param <T> the type of the value
     * @param option one of {@link #supportedOptions}
     * @return its value; null where the platform has none
     * @throws UnsupportedOperationException if the option is not supported
     * @throws IOException as for {@link NetworkStreamInterface#getOption}
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

    /** {@return whether the stream has not been closed on this side} Says nothing about the peer. */
    boolean isOpen();

    /**
     * Returns a property of the stream; {@link ExtraInfo} has the keys. Still available after {@link #close}.
     *
     * @param key for instance {@code "client_addr"}
     * @return null for a key that the stream does not know
     */
    @Nullable
    Object getExtraInfo(String key);

    /**
     * Reads at most {@link NetworkStreamInterface#DEFAULT_MAX_BYTES} bytes, as {@link #read(int)} does.
     *
     * @return completes with the bytes read; empty only at the end of the stream
     */
    default CompletableFuture<byte[]> read() {
        return read(NetworkStreamInterface.DEFAULT_MAX_BYTES);
    }

    /**
     * Reads into a buffer.
     *
     * @implSpec The default calls {@link #read(int)}, so that a decorator sees this read as well.
     * @param dst written to only when the future completes. If it is full, the result is 0 immediately
     * @return completes with the number of bytes read, or -1 at the end of the stream
     */
    default CompletableFuture<Integer> read(ByteBuffer dst) {
        if (dst == null) {
            return NetworkFutures.failed(new NullPointerException("dst"));
        }
        if (dst.isReadOnly()) {
            return NetworkFutures.failed(new IllegalArgumentException("dst (" + dst + ") must not be read-only"));
        }
        if (!dst.hasRemaining() && isOpen()) {
            return NetworkFutures.completed(0);
        }
        return read(Math.max(1, dst.remaining())) // fails without room, since the stream is closed
                .thenApply(bytes -> {
                    dst.put(bytes);
                    return bytes.length == 0 ? -1 : bytes.length;
                });
    }

    /**
     * Writes all of an array.
     *
     * @param data not to be changed until the future is complete
     * @return as for {@link #write(ByteBuffer)}
     */
    default CompletableFuture<Void> write(byte[] data) {
        return data == null ? NetworkFutures.failed(new NullPointerException("data")) : write(ByteBuffer.wrap(data));
    }

    /**
     * Starts TLS in place as a client, as {@link NetworkStreamInterface#startTls(SSLContext, String)} does.
     *
     * @param context provides the trusted certificates, and the one to present
     * @param hostname the name or IP address that the certificate must be for
     * @return as for {@link #startTls(SSLEngine)}
     */
    default CompletableFuture<Void> startTls(SSLContext context, String hostname) {
        SSLEngine engine;
        try {
            int port =
                    getExtraInfo(ExtraInfo.SERVER_ADDR.name()) instanceof InetSocketAddress inet ? inet.getPort() : -1;
            engine = ClientEngineFactory.verifying(context, hostname, port);
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
        return startTls(engine);
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
        return Optional.ofNullable(getExtraInfo(key.name())).map(key.type()::cast);
    }

    /**
     * Reads to the end, piece by piece: passes each piece to {@code sink}, and reads the next one when the returned stage is
     * complete. Neither the stack nor the heap grows with the number of pieces, unlike with recursive calls of {@code
     * thenCompose}.
     *
     * @param maxBytes the maximum number of bytes of a piece; positive
     * @param sink its stage completes with true to continue, or false to stop before the end
     * @return complete at the end of the stream, or when {@code sink} has stopped; fails as the read or {@code sink} failed.
     *     Cancelling it ends the read under way
     */
    default CompletableFuture<Void> readEach(
            int maxBytes, Function<? super byte[], ? extends CompletionStage<Boolean>> sink) {
        return sink == null
                ? NetworkFutures.failed(new NullPointerException("sink"))
                : new ReadLoop(this, maxBytes, sink).start();
    }

    /**
     * Reads to the end of the stream.
     *
     * @param limit the maximum number of bytes; not negative
     * @return completes with all bytes read. If there are more than {@code limit}, fails with an {@link IOException}. If it
     *     fails for this or any other reason, the bytes read until then are lost
     */
    default CompletableFuture<byte[]> readAll(int limit) {
        if (limit < 0) {
            return NetworkFutures.failed(new IllegalArgumentException("limit (" + limit + ") must not be negative"));
        }
        BoundedBytes all = new BoundedBytes(limit);
        return readEach(NetworkStreamInterface.DEFAULT_MAX_BYTES, all).thenApply(end -> all.toByteArray());
    }

    /**
     * Returns a Reactive Streams publisher with an element for each read of this stream. Reads are made only on demand of
     * the subscriber, one at a time.
     *
     * <p>The deadlines active when {@code subscribe} is called bound each read, and the subscriber's methods run under them.
     * If a read fails, the subscription fails, and a later subscriber continues at that point: a deadline loses no byte.
     * Cancelling the subscription ends the read under way, as cancelling its future does. If that read has received bytes
     * already, they are the first element of the publisher's next subscription. If another thread cancels during {@code
     * onNext}, the subscriber has that element, and the next subscriber continues after it. One subscriber at a time:
     * another one gets an {@link IllegalStateException}.
     *
     * @param maxBytes the maximum number of bytes of an element; positive
     * @return a publisher that reads to the end of the stream and does not close it. Elements belong to the subscriber; none
     *     is empty
     */
    default Flow.Publisher<ByteBuffer> readPublisher(int maxBytes) {
        return new ReadPublisher(this, maxBytes);
    }

    /**
     * Writes all elements of a Reactive Streams publisher in order; requests one at a time.
     *
     * <p>The deadlines active here bound each write and the wait for the publisher, whose {@code subscribe} runs under them. If the
     * publisher fails, or a deadline passes while it has nothing to write, the stream stays open; a write that fails, times out or
     * is cancelled closes it.
     *
     * @param source subscribed to once; its elements belong to the stream until the next one is requested
     * @return complete when the operating system has accepted all bytes. Fails as a write or the publisher failed.
     *     Cancelling it ends the subscription and the write under way
     */
    default CompletableFuture<Void> writeAll(Flow.Publisher<? extends ByteBuffer> source) {
        return source == null
                ? NetworkFutures.failed(new NullPointerException("source"))
                : new PublishedWrite(this).start(source);
    }

    /**
     * Uses the stream, and closes it in any case: the counterpart of try-with-resources.
     *
     * @param <T> the result of the body
     * @param body called immediately, with this stream
     * @return completes after the stream is closed, with the result or the failure of {@code body}. If both {@code body} and
     *     {@code close} fail, the latter's exception is a suppressed one of the former's. Cancelling it ends the call of
     *     {@code body} that is under way
     */
    default <T> CompletableFuture<T> use(
            Function<? super AsyncNetworkStreamInterface, ? extends CompletionStage<T>> body) {
        CompletableFuture<T> used;
        try {
            used = Timeout.propagate(body.apply(this));
        } catch (RuntimeException | Error e) {
            used = NetworkFutures.failed(e);
        }
        return NetworkFutures.composeAlways(
                used,
                (value, failure) -> close().handle((closed, closing) -> {
                    if (failure != null) {
                        throw Failures.of(failure, closing);
                    }
                    if (closing != null) {
                        throw Failures.of(closing, null);
                    }
                    return value;
                }));
    }
}
