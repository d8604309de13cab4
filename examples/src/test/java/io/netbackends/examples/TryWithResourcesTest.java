// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class TryWithResourcesTest {
    private static final byte[] PING = "ping".getBytes(US_ASCII);

    @Test
    void bytesGoThereAndBackAndTheStreamIsClosed() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            Background<byte[]> client = Background.run(() -> TryWithResources.exchange("127.0.0.1", peer.port(), PING));
            try (Socket socket = peer.accept()) {
                socket.setSoTimeout(10_000);
                assertThat(PlainServer.readExactly(socket, 4)).isEqualTo(PING);
                socket.getOutputStream().write("pong".getBytes(US_ASCII));
                assertThat(client.get()).asString(US_ASCII).isEqualTo("pong");
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aResetIsAnErrorAndNotTheEndOfTheStream() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            Background<byte[]> client = Background.run(() -> TryWithResources.exchange("127.0.0.1", peer.port(), PING));
            Socket socket = peer.accept();
            PlainServer.readExactly(socket, 4);
            PlainServer.reset(socket);
            assertThat(client.failure()).isInstanceOf(SocketException.class);
        }
    }
}
