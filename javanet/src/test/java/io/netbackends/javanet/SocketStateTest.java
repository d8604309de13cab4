// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The properties of a socket, and the calls that it refuses, in each state: the platform's and those of this project. */
class SocketStateTest {
    @ParameterizedTest
    @EnumSource
    void newSocketIsUnbound(SocketKind kind) throws Exception {
        try (Socket socket = kind.unconnected()) {
            assertThat(socket.isConnected()).isFalse();
            assertThat(socket.isBound()).isFalse();
            assertThat(socket.isClosed()).isFalse();
            assertThat(socket.getPort()).isZero();
            assertThat(socket.getLocalPort()).isEqualTo(-1);
            assertThat(socket.getInetAddress()).isNull();
            assertThat(socket.getRemoteSocketAddress()).isNull();
            assertThat(socket.getLocalSocketAddress()).isNull();
            assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
            assertThat(socket.getChannel()).isNull();
            assertThat(socket).hasToString("Socket[unconnected]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void unconnectedSocketHasNoStreams(SocketKind kind) throws Exception {
        try (Socket socket = kind.unconnected()) {
            assertRefused("Socket is not connected", socket::getInputStream);
            assertRefused("Socket is not connected", socket::getOutputStream);
            assertRefused("Socket is not connected", socket::shutdownInput);
            assertRefused("Socket is not connected", socket::shutdownOutput);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedSocketRefusesAll(SocketKind kind) throws Exception {
        Socket socket = kind.unconnected();
        socket.close();
        socket.close();
        assertThat(socket.isClosed()).isTrue();
        assertRefused("Socket is closed", socket::getInputStream);
        assertRefused("Socket is closed", socket::getOutputStream);
        assertRefused("Socket is closed", socket::shutdownInput);
        assertRefused("Socket is closed", socket::shutdownOutput);
        assertRefused("Socket is closed", socket::getSoTimeout);
        assertRefused("Socket is closed", () -> socket.setTcpNoDelay(true));
        assertRefused("Socket is closed", () -> socket.bind(null));
        assertRefused(
                "Socket is closed", () -> socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    @ParameterizedTest
    @EnumSource
    void connectRefusesBadArgumentsAndStaysAsItWas(SocketKind kind) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        try (Socket socket = kind.unconnected()) {
            assertThatThrownBy(() -> socket.connect(null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("connect: The address can't be null");
            assertThatThrownBy(() -> socket.connect(any, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("connect: timeout can't be negative");
            assertThatThrownBy(() -> socket.connect(UnixDomainSocketAddress.of("/nowhere")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Unsupported address type");
            assertThat(socket.isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectedSocketKnowsBothAddresses(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket client = kind.factory().createSocket(server.getInetAddress(), server.getLocalPort());
                Socket peer = server.accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(client.isBound()).isTrue();
            assertThat(client.getPort()).isEqualTo(server.getLocalPort());
            assertThat(client.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(client.getRemoteSocketAddress()).isEqualTo(server.getLocalSocketAddress());
            assertThat(client.getLocalAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(client.getLocalPort()).isPositive();
            assertThat(peer.getRemoteSocketAddress()).isEqualTo(client.getLocalSocketAddress());
            assertThat(peer.getLocalSocketAddress()).isEqualTo(client.getRemoteSocketAddress());
            assertThat(client.toString())
                    .startsWith("Socket[addr=")
                    .endsWith(",port=" + client.getPort() + ",localport=" + client.getLocalPort() + "]");
            assertThatThrownBy(() -> client.connect(server.getLocalSocketAddress()))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessageMatching("[aA]lready connected");
            assertThatThrownBy(() -> client.bind(null))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Already bound");
        }
    }

    @ParameterizedTest
    @EnumSource
    void socketByNameShowsTheName(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket client = kind.factory().createSocket("localhost", server.getLocalPort())) {
            assertThat(client.getInetAddress().getHostName()).isEqualTo("localhost");
            assertThat(client.getInetAddress().isLoopbackAddress()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noNameIsTheLoopbackAddress(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket client = kind.factory().createSocket((String) null, server.getLocalPort())) {
            assertThat(client.getInetAddress().isLoopbackAddress()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void factoryRefusesPortsThatAreNone(SocketKind kind) {
        assertThatThrownBy(() -> kind.factory().createSocket("localhost", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port out of range:-1");
        assertThatThrownBy(() -> kind.factory().createSocket(InetAddress.getLoopbackAddress(), 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port out of range:65536");
        assertThatThrownBy(() -> kind.factory().createSocket((InetAddress) null, 1))
                .isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @EnumSource
    void stateOutlivesClose(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            Socket client = pair.client();
            int port = client.getPort();
            client.close();
            assertThat(client.isClosed()).isTrue();
            assertThat(client.isConnected()).isTrue();
            assertThat(client.isBound()).isTrue();
            assertThat(client.getPort()).isEqualTo(port);
            assertThat(client.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(client.getLocalAddress().isAnyLocalAddress()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingEitherStreamClosesTheSocket(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.in().close();
            assertThat(pair.client().isClosed()).isTrue();
            assertThat(pair.peer().getInputStream().read()).isEqualTo(-1);
        }
        try (ConnectedPair pair = kind.connected()) {
            pair.out().close();
            assertThat(pair.client().isClosed()).isTrue();
        }
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(SocketException.class).hasMessage(message);
    }
}
