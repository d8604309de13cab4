// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Is told of every connection of a {@link RecordingBackend}, and decides how it is shown or kept.
 *
 * <p>Safe for use by several threads. A recorder that fails breaks no stream: what it throws is logged as a warning, once for
 * each {@code RecordingBackend}, and the connection in question goes on unrecorded.
 */
@FunctionalInterface
public interface Recorder {
    /**
     * A connection was opened.
     *
     * @param connection what is known about it
     * @return what is told all that happens on it
     * @throws IOException if the connection cannot be recorded; it is used without
     */
    ConnectionRecorder opened(Connection connection) throws IOException;

    /**
     * A connection could not be opened.
     *
     * @implSpec The default does nothing.
     * @param attempt what is known about it: neither address, but the target
     * @param failure what the caller gets
     * @throws IOException if that cannot be recorded
     */
    default void connectFailed(Connection attempt, IOException failure) throws IOException {}

    /**
     * What is known about a connection when it is opened, or was to be.
     *
     * @param local the address on this side; null if the transport does not tell
     * @param remote the address of the peer; null if the transport does not tell
     * @param accepted whether the peer connected to this side; else this side connected
     * @param target what this side asked to connect to: an unresolved address where it gave a host; null if accepted
     * @param backend the backend that was recorded, as its {@code toString} has it
     */
    record Connection(
            @Nullable SocketAddress local,
            @Nullable SocketAddress remote,
            boolean accepted,
            @Nullable SocketAddress target,
            String backend) {
        static Connection of(NetworkStreamInterface stream, @Nullable SocketAddress target, String backend) {
            SocketAddress client = stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElse(null);
            SocketAddress server = stream.getExtraInfo(ExtraInfo.SERVER_ADDR).orElse(null);
            return target == null
                    ? new Connection(server, client, true, null, backend)
                    : new Connection(client, server, false, target, backend);
        }
    }
}
