// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;

/**
 * Is told all that happens on one connection, after it has happened.
 *
 * <p>The bytes are those above TLS: plaintext, each byte once. Those of a handshake are not among them.
 *
 * <p>One thread may read a stream while another writes it, and any thread may close it: calls for the two directions, and
 * {@link #closed}, may come at the same time. Within one direction, calls come one after the other, in the order of the bytes.
 * Between the directions, the order is that in which the calls on the stream ended; where two threads use one stream, an answer
 * may come before its question.
 *
 * <p>The thread that uses the stream waits for each of these methods; if the connection is {@linkplain ConnectionInfo#asynchronous
 * asynchronous}, the thread that completes its calls does, so that nothing here may block. What they throw is logged as a warning, once for each
 * {@link RecordingBackend}, and is the last that this object hears of the connection.
 */
public interface ConnectionRecorder {
    /**
     * Bytes were read.
     *
     * @param bytes those that the caller got, at least one; read-only, and valid during this call only: the memory is the
     *     caller's
     * @throws IOException if they cannot be recorded
     */
    void read(ByteBuffer bytes) throws IOException;

    /**
     * Bytes were written.
     *
     * @param bytes those that the stream took, at least one; if the call failed, the peer may have got fewer. Read-only, and
     *     valid during this call only: the memory is the caller's
     * @throws IOException if they cannot be recorded
     */
    void written(ByteBuffer bytes) throws IOException;

    /**
     * A read begins, and may wait for the peer: a good time to show what was held back.
     *
     * @implSpec The default does nothing.
     * @throws IOException if the recorder fails
     */
    default void beforeRead() throws IOException {}

    /**
     * A call begins that does not read. How it ends is told by another method.
     *
     * @implSpec The default does nothing.
     * @param operation the name of the method, as for {@link #failed}
     * @throws IOException if the recorder fails
     */
    default void beforeCall(String operation) throws IOException {}

    /**
     * A TLS handshake succeeded; all bytes from now on are those inside of this session.
     *
     * @implSpec The default does nothing.
     * @param session what was agreed on
     * @param alpn the application protocol that was agreed on; empty if none
     * @throws IOException if the recorder fails
     */
    default void tls(SSLSession session, String alpn) throws IOException {}

    /**
     * A read found the end of the stream; told once.
     *
     * @implSpec The default does nothing.
     * @throws IOException if the recorder fails
     */
    default void endOfStream() throws IOException {}

    /**
     * This side told the peer that it will write no more; told once.
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
     * @param failure what the caller gets
     * @throws IOException if the recorder fails
     */
    default void failed(String operation, IOException failure) throws IOException {}

    /**
     * The stream was closed by this side; told once. What follows, at most, is how calls of other threads ended.
     *
     * @implSpec The default does nothing.
     * @throws IOException if the recorder fails
     */
    default void closed() throws IOException {}

    /**
     * Returns a recorder for a connection that is not to be recorded.
     *
     * @return always the same one, which ignores all it is told; a {@link RecordingBackend} passes such a connection through
     *     without wrapping its stream
     */
    static ConnectionRecorder ignoring() {
        return IgnoringConnectionRecorder.INSTANCE;
    }
}
