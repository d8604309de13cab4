// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address that a command connects to or listens on.
 *
 * @param address the unresolved address
 * @param host the name to verify over TLS; null if there is none
 * @param text the text for messages
 */
record Target(SocketAddress address, @Nullable String host, String text) {
    private static final String UNIX = "unix:";

    static Target of(HostAndPort peer) {
        return new Target(InetSocketAddress.createUnresolved(peer.host(), peer.port()), peer.host(), peer.toString());
    }

    /** Parses {@code HOST:PORT} or {@code unix:PATH}. */
    static Target parse(String text) throws CommandException {
        try {
            return text.startsWith(UNIX) ? unix(text) : of(HostAndPort.parse(text));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.USAGE, "HOST:PORT or unix:PATH is needed: " + Failures.message(e), e);
        }
    }

    private static Target unix(String text) {
        String path = text.substring(UNIX.length());
        if (path.isEmpty()) {
            throw new IllegalArgumentException("path of " + text + " must not be empty");
        }
        return new Target(UnixDomainSocketAddress.of(path), null, text);
    }
}
