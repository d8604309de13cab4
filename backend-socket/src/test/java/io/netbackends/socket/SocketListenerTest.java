// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.internal.TcpSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class SocketListenerTest {
    @Test
    void beingClosedBetweenTheChecksAndTheWaitIsBeingClosed() throws Exception {
        ServerSocket closedThen = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()) {
            @Override
            public void setSoTimeout(int timeout) throws SocketException {
                try {
                    close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                super.setSoTimeout(timeout);
            }
        };
        try (NetworkListenerInterface listener = new SocketListener(closedThen, TcpSettings.DEFAULT)) {
            assertThatThrownBy(listener::accept).isInstanceOf(NetworkStreamClosedException.class);
        }
    }
}
