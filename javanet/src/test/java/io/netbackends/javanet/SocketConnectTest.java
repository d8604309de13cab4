// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Connecting and binding: the platform's sockets and those of this project. */
class SocketConnectTest {
    @ParameterizedTest
    @EnumSource
    void refusedConnectClosesTheSocket(SocketKind kind) throws Exception {
        Socket socket = kind.unconnected();
        assertThatThrownBy(() -> socket.connect(closedPort()))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Connection refused");
        assertThat(socket.isConnected()).isFalse();
        assertThatThrownBy(() -> socket.connect(closedPort())).isInstanceOf(SocketException.class);
        socket.close();
    }

    @ParameterizedTest
    @EnumSource
    void factoryReportsARefusal(SocketKind kind) {
        assertThatThrownBy(() ->
                        kind.factory().createSocket("localhost", closedPort().getPort()))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("Connection refused");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY") // there, every name is local
    void nameThatIsUnknownOrMalformedIsTheMessage(SocketKind kind) {
        for (String host : new String[] {"nosuch.invalid", "two words", "a..b"}) {
            assertThatThrownBy(() -> kind.factory().createSocket(host, 80))
                    .isExactlyInstanceOf(UnknownHostException.class)
                    .hasMessage(host);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
    void connectTimesOut(SocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.blackhole();
                Socket socket = kind.unconnected()) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> socket.connect(server.address(), 100))
                    .isExactlyInstanceOf(SocketTimeoutException.class)
                    .hasMessageMatching("[cC]onnect timed out");
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
    void closeWakesConnect(SocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.blackhole();
                Socket socket = kind.unconnected()) {
            Background<Void> connecting = Background.run(() -> {
                socket.connect(server.address());
                return null;
            });
            Threads.awaitBlocked(connecting.thread());
            socket.close();
            assertThat(connecting.failure())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket closed");
            assertThat(socket.isConnected()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY") // no choice of local addresses
    void bindTakesEffectBeforeConnect(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket client = kind.unconnected()) {
            client.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = client.getLocalPort();
            assertThat(client.isBound()).isTrue();
            assertThat(port).isPositive();
            assertThat(client.getLocalAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            client.connect(server.getLocalSocketAddress());
            try (Socket peer = server.accept()) {
                assertThat(peer.getPort()).isEqualTo(port);
                assertThat(client.getLocalPort()).isEqualTo(port);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bindToAnyPortIsNoWish(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket client = kind.unconnected()) {
            client.bind(null);
            assertThat(client.getLocalPort()).isPositive();
            client.connect(server.getLocalSocketAddress());
            try (Socket peer = server.accept()) {
                assertThat(peer.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
    void portInUseCannotBeBound(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket client = kind.unconnected()) {
            assertThatThrownBy(() -> client.bind(server.getLocalSocketAddress()))
                    .isExactlyInstanceOf(BindException.class)
                    .hasMessageStartingWith("Address already in use");
            assertThatThrownBy(() -> client.bind(InetSocketAddress.createUnresolved("localhost", 0)))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Unresolved address");
        }
    }

    private static InetSocketAddress closedPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), PlainServer.closedPort());
    }
}
