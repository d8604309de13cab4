// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

import io.netbackends.Timeout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Uses this project's deadlines with plain sockets: a write to a peer that does not read. */
final class DeadlineProgram {
    private DeadlineProgram() {}

    public static void main(String[] args) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket peer = server.accept();
                Timeout t = Timeout.after(Duration.ofMillis(300))) {
            Outcomes.show("write", () -> {
                while (true) {
                    client.getOutputStream().write(new byte[1 << 20]);
                }
            });
            System.out.println(
                    Timeout.class.getProtectionDomain().getCodeSource().getLocation());
        }
    }
}
