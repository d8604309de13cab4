// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.ExtraInfo;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a connection, as extra info.
 *
 * @param client the address of the end that connected
 * @param server the address of the end that accepted
 * @param socket the socket or channel at this end
 */
public record Endpoints(SocketAddress client, SocketAddress server, Object socket) {
    /** Returns the value of {@code client_addr}, {@code server_addr} or {@code socket}; null for another key. */
    public @Nullable Object getExtraInfo(String key) {
        if (key.equals(ExtraInfo.CLIENT_ADDR.name())) {
            return client;
        }
        if (key.equals(ExtraInfo.SERVER_ADDR.name())) {
            return server;
        }
        return key.equals(ExtraInfo.SOCKET.name()) ? socket : null;
    }
}
