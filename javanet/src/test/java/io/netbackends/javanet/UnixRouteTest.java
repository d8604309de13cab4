// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets whose host and port are routed to a UNIX-domain socket, for programs that support only hosts and ports. */
class UnixRouteTest {
    private static final String ROUTES = "netbackends.unixsocket.routes";

    @TempDir
    Path directory;

    @AfterEach
    void clearProperties() {
        System.clearProperty(ROUTES);
    }

    @Test
    void routedSocketBehavesAsAnyOther() throws Exception {
        Path path = directory.resolve("db.sock");
        System.setProperty(ROUTES, "db.test:5432=" + path);
        try (NetworkListenerInterface listener = UnixSocketBackend.of(path).listen(UnixDomainSocketAddress.of(path));
                Socket client = new NetworkSocketFactory("unixsocket:socket").createSocket()) {
            client.setTcpNoDelay(true);
            client.setKeepAlive(true);
            client.setSoLinger(true, 5);
            client.setTrafficClass(8);
            client.setReceiveBufferSize(20_000);
            client.connect(InetSocketAddress.createUnresolved("db.test", 5432), 10_000);
            try (NetworkStreamInterface server = listener.accept()) {
                client.getOutputStream().write(1);
                assertThat(server.read(1)).containsExactly(1);
                client.setSoTimeout(1);
                assertThatThrownBy(client.getInputStream()::read).isExactlyInstanceOf(SocketTimeoutException.class);
                client.setSoTimeout(0);
                server.write(new byte[] {2});
                assertThat(client.getInputStream().read()).isEqualTo(2);
                assertThat(client.getTcpNoDelay()).isTrue();
                assertThat(client.getSoLinger()).isEqualTo(5);
                assertThat(client.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
                assertThat(client.getTrafficClass()).isEqualTo(8);
                assertThat(client.getInetAddress().getHostName()).isEqualTo("db.test");
                assertThat(client.getPort()).isEqualTo(5432);
                assertThat(client.getLocalAddress().isLoopbackAddress()).isTrue();
                client.shutdownOutput();
                assertThat(server.read(1)).isEmpty();
            }
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void otherHostsAreConnectedToAsEver() throws Exception {
        System.setProperty(ROUTES, "db.test:5432=" + directory.resolve("db.sock"));
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo());
                Socket client =
                        new NetworkSocketFactory("unixsocket:socket").createSocket("localhost", server.port())) {
            client.getOutputStream().write(3);
            assertThat(client.getInputStream().read()).isEqualTo(3);
        }
    }
}
