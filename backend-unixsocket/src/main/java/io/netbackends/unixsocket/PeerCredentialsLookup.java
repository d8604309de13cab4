// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.ExtraInfo;
import io.netbackends.PeerCredentials;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Gets the peer's credentials from the kernel; only this class needs the module {@code jdk.net}. */
final class PeerCredentialsLookup {
    private PeerCredentialsLookup() {}

    /** Returns the credentials as extra info; empty if the module or the system does not provide them. */
    static Map<String, PeerCredentials> of(SocketChannel channel) {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return Map.of(ExtraInfo.PEER_CREDENTIALS.name(), new PeerCredentials(peer.user(), peer.group()));
        } catch (LinkageError | UnsupportedOperationException | IOException e) {
            return Map.of();
        }
    }
}
