// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.startup;

import java.io.IOException;
import java.net.Socket;

/** Reads one byte through a plain socket, and prints it. */
final class SocketMain {
    private SocketMain() {}

    public static void main(String... args) throws IOException {
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            System.out.println(socket.getInputStream().read());
        }
    }
}
