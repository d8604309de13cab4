// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Features of these sockets only; tests of features shared with the platform's sockets run against both. */
class NetworkSocketTest {
    @Test
    void carriesBytesBothWays() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new NetworkSocketFactory("socket").createSocket("localhost", server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(42);
            assertThat(accepted.getInputStream().read()).isEqualTo(42);
            accepted.getOutputStream().write(43);
            assertThat(client.getInputStream().read()).isEqualTo(43);
        }
    }
}
