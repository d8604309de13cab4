// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A program in which each {@code new Socket()} uses {@code nio}. Prints the data received over one. */
final class FactoryOfTheJvm {
    private FactoryOfTheJvm() {}

    @SuppressWarnings("deprecation") // there is no other way to reach sockets created by other code
    public static void main(String[] args) throws Exception {
        NetworkBackendInterface nio = NetworkBackend.named("nio");
        Socket.setSocketImplFactory(() -> new NetworkSocketImpl(nio));
        try (ServerSocket server = new NetworkServerSocketFactory(nio).createServerSocket(0);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Socket peer = server.accept()) {
            client.getOutputStream().write('o');
            peer.getOutputStream().write('k');
            System.out.print((char) peer.getInputStream().read());
            System.out.print((char) client.getInputStream().read());
            System.out.print(NetworkSocketImpl.of(client) != null ? " ours" : " another");
        }
    }
}
