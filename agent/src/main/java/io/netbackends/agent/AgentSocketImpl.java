// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.internal.PlatformSockets;
import io.netbackends.javanet.NetworkSocketImpl;
import java.io.IOException;
import java.net.SocketAddress;
import sun.net.PlatformSocketImpl;

/**
 * The implementation of a socket that the program has created. It is marked as one of the platform's, so that {@code
 * ServerSocket.implAccept} replaces it by the one that it accepts, as it does with the platform's own.
 */
final class AgentSocketImpl extends NetworkSocketImpl implements PlatformSocketImpl {
    AgentSocketImpl(NetworkBackendInterface backend) {
        super(backend);
    }

    /** What a backend opens meanwhile, on this thread, is its own, even if the backend knows nothing of agents. */
    @Override
    protected void connect(SocketAddress target, int millis) throws IOException {
        try (PlatformSockets own = PlatformSockets.use()) {
            super.connect(target, millis); // may block
        }
    }
}
