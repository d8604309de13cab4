// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.internal.PlatformSockets;
import io.netbackends.javanet.NetworkSocketImpl;
import java.io.IOException;
import java.net.SocketAddress;
import sun.net.PlatformSocketImpl;

/**
 * The implementation of a socket that the program has created. It is marked as a platform implementation, so that {@code
 * ServerSocket.implAccept} replaces it by the accepted one, as it does with the platform's own.
 */
final class AgentSocketImpl extends NetworkSocketImpl implements PlatformSocketImpl {
    AgentSocketImpl(NetworkBackendInterface backend) {
        super(backend);
    }

    /**
     * Sockets that the backend opens on this thread meanwhile are the platform's, even if the backend does not know of
     * agents.
     */
    @Override
    protected void connect(SocketAddress target, int millis) throws IOException {
        try (PlatformSockets own = PlatformSockets.use()) {
            super.connect(target, millis); // may block
        }
    }
}
