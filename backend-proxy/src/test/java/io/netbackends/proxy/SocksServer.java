// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.testsupport.PlainServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A SOCKS 5 proxy without authentication (RFC 1928) that connects every request to one port of this host. */
final class SocksServer {
    private final int target;
    final Queue<String> requested = new ConcurrentLinkedQueue<>();

    SocksServer(int target) {
        this.target = target;
    }

    void serve(Socket client) throws Exception {
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.readByte();
        in.readFully(new byte[in.readUnsignedByte()]);
        client.getOutputStream().write(new byte[] {5, 0});
        in.readFully(new byte[3]);
        byte[] address = new byte
                [switch (in.readUnsignedByte()) {
                    case 1 -> 4;
                    case 3 -> in.readUnsignedByte();
                    default -> 16;
                }];
        in.readFully(address);
        requested.add(new String(address, StandardCharsets.ISO_8859_1) + ":" + in.readUnsignedShort());
        try (Socket server = new Socket("127.0.0.1", target)) {
            client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            relay(client, server);
        }
    }

    private static void relay(Socket client, Socket server) throws IOException {
        byte[] question = PlainServer.readExactly(client, 4);
        server.getOutputStream().write(question);
        client.getOutputStream().write(PlainServer.readExactly(server, 4));
    }
}
