// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Describes a connection at the time when it is opened, or when opening it fails. Immutable.
 *
 * @param local the address of this side; null if the transport does not know it
 * @param remote the address of the peer; null if the transport does not know it
 * @param accepted whether the peer connected to this side; otherwise this side connected
 * @param target what this side asked to connect to: an unresolved address if it gave a host; null if accepted
 * @param backend the {@code toString} of the backend that is recorded
 */
public record ConnectionInfo(
        @Nullable SocketAddress local,
        @Nullable SocketAddress remote,
        boolean accepted,
        @Nullable SocketAddress target,
        String backend) {
    /** A null target means that the stream was accepted. */
    static ConnectionInfo of(NetworkStreamInterface stream, @Nullable SocketAddress target, String backend) {
        SocketAddress client = stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElse(null);
        SocketAddress server = stream.getExtraInfo(ExtraInfo.SERVER_ADDR).orElse(null);
        return target == null
                ? new ConnectionInfo(server, client, true, null, backend)
                : new ConnectionInfo(client, server, false, target, backend);
    }
}
