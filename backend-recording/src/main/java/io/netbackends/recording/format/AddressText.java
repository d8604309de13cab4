// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Shows addresses to people. */
final class AddressText {
    private AddressText() {}

    /** In digits, since the transport may have been given a name; empty for an unnamed UNIX-domain socket, and for none. */
    static String of(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return (inet.isUnresolved() ? HostAndPort.of(inet) : HostAndPort.of(inet.getAddress(), inet.getPort()))
                    .toString();
        }
        return address == null ? "" : address.toString();
    }
}
