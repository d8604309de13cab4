// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event on a recorded connection, for writing and reading recordings. Immutable. */
public sealed interface Event {
    /** {@return when it was recorded, by the wall clock} */
    Instant time();

    /** {@return when the call began whose end this event records; null if unknown, as in recordings of earlier versions} */
    default @Nullable Instant begin() {
        return null;
    }

    /**
     * {@return the number of the connection within its recording, from 1; 0 for a loss that belongs to no single connection}
     */
    long connection();

    /**
     * Calls the method of a visitor for this kind of event.
     *
     * @param <R> what the visitor returns
     * @param visitor handles every kind
     * @return what the method returned
     */
    <R> R accept(EventVisitor<R> visitor);

    /**
     * The connection was opened. The first event of a connection is this, {@link ConnectFailed} or {@link Continued}.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param accepted whether the peer connected to this side; otherwise this side connected
     * @param backend the {@code toString} of the recorded backend
     * @param target the target requested by the program: an unresolved address if it gave a host; null if accepted or
     *     unknown
     * @param local the address of this side; null if unknown
     * @param remote the address of the peer; null if unknown
     * @param lookedUp when the lookup of the host ended; null if there was none, or if unknown
     * @param begin see {@link Event#begin}
     */
    record Opened(
            Instant time,
            long connection,
            boolean accepted,
            String backend,
            @Nullable SocketAddress target,
            @Nullable SocketAddress local,
            @Nullable SocketAddress remote,
            @Nullable Instant lookedUp,
            @Nullable Instant begin)
            implements Event {
        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.opened(this);
        }
    }

    /**
     * A connection that was opened in an earlier part of the recording continues in this part. This is the first event of
     * the connection in this part; it repeats information from the earlier parts.
     *
     * @param time see {@link Event#time}
     * @param opened the event with which the connection began
     * @param tls the last handshake before this part; null if there was none
     * @param read the number of bytes read before, as far as known
     * @param written the number of bytes written before, as far as known
     */
    record Continued(Instant time, Opened opened, @Nullable Tls tls, long read, long written) implements Event {
        @Override
        public long connection() {
            return opened.connection();
        }

        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.continued(this);
        }
    }

    /**
     * A connection could not be opened; it has no other events.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param backend the {@code toString} of the recorded backend
     * @param target the target requested by the program: an unresolved address if it gave a host
     * @param failure the exception for the program
     * @param begin see {@link Event#begin}
     */
    record ConnectFailed(
            Instant time,
            long connection,
            String backend,
            SocketAddress target,
            Failure failure,
            @Nullable Instant begin)
            implements Event {
        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.connectFailed(this);
        }
    }

    /**
     * Bytes were read or written, above TLS, with credentials replaced.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param written whether they were written; otherwise they were read
     * @param bytes the first bytes, as many as were recorded; read-only
     * @param size the number of bytes that were moved, at least one
     * @param begin see {@link Event#begin}
     */
    record Data(
            Instant time,
            long connection,
            boolean written,
            ByteBuffer bytes,
            int size,
            @Nullable Instant begin) implements Event {
        /** The maximum size of an event; a larger read or write becomes several events. */
        public static final int MAX_SIZE = 1024 * 1024;

        /**
         * Checks the sizes.
         *
         * @param time see {@link Event#time}
         * @param connection see {@link Event#connection}
         * @param written whether they were written; otherwise they were read
         * @param bytes the recorded bytes; the memory must not change afterwards
         * @param size the number of bytes that were moved
         * @param begin see {@link Event#begin}
         * @throws IllegalArgumentException if the size is not between 1 and {@value #MAX_SIZE}, or less than the number of
         *     recorded bytes
         */
        public Data {
            if (size < 1 || size > MAX_SIZE || size < bytes.remaining()) {
                throw new IllegalArgumentException("size (" + size + ") must be between 1 and " + MAX_SIZE
                        + ", and not less than the bytes kept, " + bytes.remaining());
            }
            bytes = bytes.slice().asReadOnlyBuffer();
        }

        /**
         * {@return the recorded bytes, the first ones, between position and limit; read-only, and a new view for each call}
         */
        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }

        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.data(this);
        }
    }

    /**
     * A TLS handshake succeeded; all later bytes are inside this session.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param protocol such as {@code TLSv1.3}
     * @param cipher such as {@code TLS_AES_256_GCM_SHA384}
     * @param alpn the negotiated application protocol; empty if none
     * @param certificates the certificates that the peer presented, its own first, in DER (X.690); empty if none or unknown
     * @param begin see {@link Event#begin}
     */
    record Tls(
            Instant time,
            long connection,
            String protocol,
            String cipher,
            String alpn,
            List<ByteBuffer> certificates,
            @Nullable Instant begin)
            implements Event {
        /**
         * Creates the event and copies the list.
         *
         * @param time see {@link Event#time}
         * @param connection see {@link Event#connection}
         * @param protocol such as {@code TLSv1.3}
         * @param cipher such as {@code TLS_AES_256_GCM_SHA384}
         * @param alpn empty if there is none
         * @param certificates in DER
         * @param begin see {@link Event#begin}
         */
        public Tls {
            certificates = List.copyOf(certificates);
        }

        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.tls(this);
        }
    }

    /**
     * A read found the end of the stream.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param begin see {@link Event#begin}
     */
    record EndOfStream(
            Instant time, long connection, @Nullable Instant begin) implements Event {
        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.endOfStream(this);
        }
    }

    /**
     * This side half-closed the stream.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param begin see {@link Event#begin}
     */
    record OutputShutDown(
            Instant time, long connection, @Nullable Instant begin) implements Event {
        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.outputShutDown(this);
        }
    }

    /**
     * This side closed the stream. Only ends of other threads' calls may follow.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param begin see {@link Event#begin}
     */
    record Closed(Instant time, long connection, @Nullable Instant begin) implements Event {
        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.closed(this);
        }
    }

    /**
     * A call on the stream failed.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param operation {@code read}, {@code write}, {@code startTls}, {@code shutdownOutput} or {@code close}
     * @param failure the exception for the program
     * @param begin see {@link Event#begin}
     */
    record Failed(
            Instant time,
            long connection,
            String operation,
            Failure failure,
            @Nullable Instant begin) implements Event {
        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.failed(this);
        }
    }

    /**
     * Some events were not recorded, because they occurred too fast or could not be written.
     *
     * @param time see {@link Event#time}
     * @param connection see {@link Event#connection}
     * @param events the number of lost events
     * @param read the number of read bytes in them
     * @param written the number of written bytes in them
     */
    record Lost(Instant time, long connection, long events, long read, long written) implements Event {
        @Override
        public <R> R accept(EventVisitor<R> visitor) {
            return visitor.lost(this);
        }
    }

    /**
     * An exception in its recorded form.
     *
     * @param type the name of its class
     * @param message its message; null if it has none
     */
    record Failure(String type, @Nullable String message) {
        /**
         * Checks that there is a type.
         *
         * @param type the name of its class
         * @param message its message; null if it has none
         */
        public Failure {
            Objects.requireNonNull(type, "type");
        }

        /** {@return the class without its package, and the message, if any} */
        @Override
        public String toString() {
            String name = type.substring(type.lastIndexOf('.') + 1);
            return message == null ? name : name + ": " + message;
        }
    }
}
