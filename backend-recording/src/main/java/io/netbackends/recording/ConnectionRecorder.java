// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;

/**
 * Receives the events of one connection, each after it has happened.
 *
 * <p>Bytes are plaintext, above TLS, each reported once. Handshake bytes are not reported.
 *
 * <p>One thread may read a stream while another writes it, and any thread may close it: calls for the two directions, and
 * {@link #closed}, may be called concurrently. Within one direction, calls are made one after the other, in the order of the
 * bytes. Between the directions, the order is that in which the calls on the stream ended; if two threads use one stream, a
 * response may be reported before its request.
 *
 * <p>The methods are called on the thread that uses the stream. If the connection is {@linkplain ConnectionInfo#asynchronous
 * asynchronous}, they are called on the thread that completes its calls, and must not block. If a method throws, the
 * exception is logged as a warning, once for each {@link RecordingBackend}, and this object receives no more events.
 */
public interface ConnectionRecorder {
    /**
     * Bytes were read.
     *
     * @param bytes the bytes returned to the caller, at least one; read-only, and valid during this call only: the memory is
     *     the caller's
     * @throws IOException if they cannot be recorded
     */
    void read(ByteBuffer bytes) throws IOException;

    /**
     * Bytes were written.
     *
     * @param bytes the bytes that the stream accepted, at least one; if the call failed, the peer may have received fewer.
     *     Read-only, and valid during this call only: the memory is the caller's
     * @throws IOException if they cannot be recorded
     */
    void written(ByteBuffer bytes) throws IOException;

    /**
     * A read begins, and may wait for the peer: an opportunity to flush buffered output.
     *
     * @implSpec The default does nothing.
     * @throws IOException if the recorder fails
     */
    default void beforeRead() throws IOException {}

    /**
     * A call other than a read begins. Another method reports its end.
     *
     * @implSpec The default does nothing.
     * @param operation the name of the method, as for {@link #failed}
     * @throws IOException if the recorder fails
     */
    default void beforeCall(String operation) throws IOException {}

    /**
     * A TLS handshake succeeded; all later bytes are inside this session.
     *
     * @implSpec The default does nothing.
     * @param session the negotiated session
     * @param alpn the negotiated application protocol; empty if none
     * @throws IOException if the recorder fails
     */
    default void tls(SSLSession session, String alpn) throws IOException {}

    /**
     * A read found the end of the stream; reported once.
     *
     * @implSpec The default does nothing.
     * @throws IOException if the recorder fails
     */
    default void endOfStream() throws IOException {}

    /**
     * This side half-closed the stream; reported once.
     *
     * @implSpec The default does nothing.
     * @throws IOException if the recorder fails
     */
    default void outputShutDown() throws IOException {}

    /**
     * A call on the stream failed.
     *
     * @implSpec The default does nothing.
     * @param operation the name of the method: {@code read}, {@code write}, {@code startTls}, {@code shutdownOutput} or
     *     {@code close}
     * @param failure the exception for the caller
     * @throws IOException if the recorder fails
     */
    default void failed(String operation, IOException failure) throws IOException {}

    /**
     * This side closed the stream; reported once. Only ends of other threads' calls may follow.
     *
     * @implSpec The default does nothing.
     * @throws IOException if the recorder fails
     */
    default void closed() throws IOException {}

    /**
     * Returns a recorder that excludes a connection from recording.
     *
     * @return a singleton that ignores all events; a {@link RecordingBackend} passes such a connection through without
     *     wrapping its stream
     */
    static ConnectionRecorder ignoring() {
        return IgnoringConnectionRecorder.INSTANCE;
    }
}
