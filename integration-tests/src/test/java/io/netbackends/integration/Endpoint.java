// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * The addresses of a server: a TCP port, a UNIX-domain socket, or both.
 *
 * @param port the port on 127.0.0.1; 0 if there is none
 * @param path the path of the UNIX-domain socket; null if there is none
 */
public record Endpoint(int port, Path path) {
    public static Endpoint of(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new Endpoint(inet.getPort(), null)
                : new Endpoint(0, ((UnixDomainSocketAddress) address).getPath());
    }
}
