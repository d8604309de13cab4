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
     * What is known about a connection when it is opened.
     *
     * @param local the address on this side; null if the transport does not tell
     * @param remote the address of the peer; null if the transport does not tell
     * @param accepted whether the peer connected to this side; else this side connected
     */
    record Connection(
            @Nullable SocketAddress local, @Nullable SocketAddress remote, boolean accepted) {
        static Connection of(NetworkStreamInterface stream, boolean accepted) {
            SocketAddress client = stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElse(null);
            SocketAddress server = stream.getExtraInfo(ExtraInfo.SERVER_ADDR).orElse(null);
            return accepted ? new Connection(server, client, true) : new Connection(client, server, false);
        }
    }
}
