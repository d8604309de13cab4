// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Reports that it runs, waits for a line, then uses an old and a new socket. */
final class AttachedProgram {
    private AttachedProgram() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Socket before = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket first = server.accept()) {
            System.out.println("running");
            System.in.read();
            try (Socket after = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket second = server.accept()) {
                exchange("before", before, first);
                exchange("after", after, second);
            }
        }
    }

    private static void exchange(String text, Socket client, Socket peer) throws IOException {
        client.getOutputStream().write(text.getBytes());
        System.out.println(new String(peer.getInputStream().readNBytes(text.length())));
    }
}
