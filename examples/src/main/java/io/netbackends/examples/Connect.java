// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;

/** Connects to a server, writes, reads, and closes the stream explicitly. */
public final class Connect {
    private Connect() {}

    public static byte[] exchange(String host, int port, byte[] request) throws IOException {
        NetworkBackend net = new NetworkBackend();
        NetworkStreamInterface stream = net.connect(host, port);
        try {
            System.out.println(stream); // <NetworkStream ["127.0.0.1:80"]>
            stream.write(request);
            return stream.read(); // the available bytes, at most 64 KiB; empty at the end
        } finally {
            stream.close();
        }
    }
}
