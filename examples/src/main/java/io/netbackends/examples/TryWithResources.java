// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;

/** Connects to a server within a block, which always closes the stream. */
public final class TryWithResources {
    private TryWithResources() {}

    public static byte[] exchange(String host, int port, byte[] request) throws IOException {
        NetworkBackend net = new NetworkBackend();
        try (NetworkStreamInterface stream = net.connect(host, port)) {
            stream.write(request);
            return stream.read();
        }
    }
}
