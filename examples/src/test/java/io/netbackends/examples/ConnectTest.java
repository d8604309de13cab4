// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private static final byte[] PING = "ping".getBytes(US_ASCII);

    @Test
    void bytesGoThereAndBackAndTheStreamIsClosed() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            String printed = Stdout.during(() -> {
                Background<byte[]> client = Background.run(() -> Connect.exchange("127.0.0.1", peer.port(), PING));
                try (Socket socket = peer.accept()) {
                    socket.setSoTimeout(10_000);
                    assertThat(PlainServer.readExactly(socket, 4)).isEqualTo(PING);
                    socket.getOutputStream().write("pong".getBytes(US_ASCII));
                    assertThat(client.get()).asString(US_ASCII).isEqualTo("pong");
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                }
            });
            assertThat(printed.strip()).isEqualTo("<NetworkStream [\"127.0.0.1:" + peer.port() + "\"]>");
        }
    }

    @Test
    void aRefusedConnectionIsAnError() throws Exception {
        int port = PlainServer.closedPort();
        assertThatThrownBy(() -> Connect.exchange("127.0.0.1", port, PING))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }
}
