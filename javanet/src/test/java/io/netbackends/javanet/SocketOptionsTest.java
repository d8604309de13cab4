// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options before and after connect: the platform's sockets and those of this project. */
class SocketOptionsTest {
    @ParameterizedTest
    @EnumSource
    void newSocketHasTheDefaultsOfThePlatform(SocketKind kind) throws Exception {
        try (Socket socket = kind.unconnected()) {
            assertThat(socket.getTcpNoDelay()).isFalse();
            assertThat(socket.getKeepAlive()).isFalse();
            assertThat(socket.getReuseAddress()).isFalse();
            assertThat(socket.getOOBInline()).isFalse();
            assertThat(socket.getSoLinger()).isEqualTo(-1);
            assertThat(socket.getSoTimeout()).isZero();
            assertThat(socket.getTrafficClass()).isZero();
            assertThat(socket.getSendBufferSize()).isPositive();
            assertThat(socket.getReceiveBufferSize()).isPositive();
            assertThat(socket.supportedOptions())
                    .isEqualTo(SocketKind.PLATFORM.unconnected().supportedOptions());
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsSetBeforeConnectHoldAfterwards(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket socket = kind.unconnected()) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setReuseAddress(true);
            socket.setSoLinger(true, 70_000);
            socket.setSoTimeout(1234);
            socket.setTrafficClass(8);
            socket.setReceiveBufferSize(20_000);
            socket.setSendBufferSize(30_000);
            assertAsSet(socket);
            socket.connect(server.getLocalSocketAddress());
            assertAsSet(socket);
        }
    }

    private static void assertAsSet(Socket socket) throws Exception {
        assertThat(socket.getTcpNoDelay()).isTrue();
        assertThat(socket.getKeepAlive()).isTrue();
        assertThat(socket.getReuseAddress()).isTrue();
        assertThat(socket.getSoLinger()).isEqualTo(65_535);
        assertThat(socket.getSoTimeout()).isEqualTo(1234);
        assertThat(socket.getTrafficClass()).isEqualTo(8);
        assertThat(socket.getReceiveBufferSize()).isEqualTo(20_000);
        assertThat(socket.getSendBufferSize()).isEqualTo(30_000);
        assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(65_535);
    }

    @ParameterizedTest
    @EnumSource
    void connectedSocketHasNoDelayOffUnlessItWasSet(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            assertThat(pair.client().getTcpNoDelay()).isFalse();
            pair.client().setTcpNoDelay(true);
            assertThat(pair.client().getTcpNoDelay()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOutOfRangeAreRefused(SocketKind kind) throws Exception {
        try (Socket socket = kind.unconnected()) {
            assertThatThrownBy(() -> socket.setSoTimeout(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setSoLinger(true, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setSendBufferSize(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setReceiveBufferSize(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setTrafficClass(256)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.SO_RCVBUF, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Invalid send/receive buffer size");
            assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("'IP_MULTICAST_TTL' not supported");
            assertThatThrownBy(() -> socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.SO_KEEPALIVE, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lingerOfZeroResetsTheConnection(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setSoLinger(true, 0);
            pair.client().close();
            assertThatThrownBy(pair.peer().getInputStream()::read).hasMessage("Connection reset");
        }
    }
}
