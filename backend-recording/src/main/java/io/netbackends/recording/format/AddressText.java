// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Formats addresses for display. */
final class AddressText {
    private AddressText() {}

    /**
     * Numeric, since the transport may have been given a host name; empty for null and for an unnamed UNIX-domain socket.
     */
    static String of(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return (inet.isUnresolved() ? HostAndPort.of(inet) : HostAndPort.of(inet.getAddress(), inet.getPort()))
                    .toString();
        }
        return address == null ? "" : address.toString();
    }
}
