// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.ExtraInfo;
import io.netbackends.PeerCredentials;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Asks the kernel for the peer's credentials; only this class needs the module {@code jdk.net}. */
final class PeerCredentialsLookup {
    private PeerCredentialsLookup() {}

    /** Returns them as extra info; nothing where the module or the system does not know them. */
    static Map<String, PeerCredentials> of(SocketChannel channel) {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return Map.of(ExtraInfo.PEER_CREDENTIALS.name(), new PeerCredentials(peer.user(), peer.group()));
        } catch (LinkageError | UnsupportedOperationException | IOException e) {
            return Map.of();
        }
    }
}
