// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;

/** Limits the time to connect, and removes the limit before a read that may take any time. */
public final class CancelBeforeALongRead {
    private CancelBeforeALongRead() {}

    public static byte[] subscribe(String host, int port, byte[] request, Duration toConnect) throws IOException {
        NetworkBackend net = new NetworkBackend();
        try (Timeout connecting = Timeout.after(toConnect);
                NetworkStreamInterface stream = net.connect(host, port)) {
            stream.write(request);
            connecting.cancel(); // connected, and the request is sent: the response may take any time
            return stream.read();
        }
    }
}
