// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * Where a server is reached, by TCP and by a UNIX socket.
 *
 * @param port on 127.0.0.1; 0 if the server does not speak TCP
 * @param path null if the server has no UNIX socket
 */
public record Endpoint(int port, Path path) {
    public static Endpoint of(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new Endpoint(inet.getPort(), null)
                : new Endpoint(0, ((UnixDomainSocketAddress) address).getPath());
    }
}
