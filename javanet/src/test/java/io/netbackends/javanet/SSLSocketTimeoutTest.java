// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SO_TIMEOUT over TLS, which restarts whenever bytes arrive: the platform's sockets and those of this project. */
class SSLSocketTimeoutTest {
    private static final int SO_TIMEOUT = 2000;

    /** Three pauses are longer than the timeout. */
    private static final long PAUSE_NANOS = 750_000_000;

    private static final int PARTS = 3;
    private static final int LARGE = 500;

    private static final TestPki PKI = TestPki.create();
    private static final SSLContext SERVER = PKI.issue("localhost").serverContext();

    /** All kinds in parallel, since each mainly waits. */
    @Test
    void slowHandshakeAndTrickledRecordPass() throws Exception {
        try (PlainServer server = PlainServer.listening().serveTls(SERVER, PlainServer.echo());
                PlainServer slow = PlainServer.listening()
                        .serve(client -> passOn(client, server.address()))
                        .toleratingIoFailures()) {
            List<Background<Integer>> clients = Arrays.stream(TlsSocketKind.values())
                    .map(kind -> Background.run(() -> firstByte(kind, slow.address())))
                    .toList();
            for (Background<Integer> client : clients) {
                assertThat(client.get()).isZero();
            }
        }
    }

    private static int firstByte(TlsSocketKind kind, InetSocketAddress server) throws Exception {
        try (SSLSocket client = kind.connect(PKI.trusting(), server)) {
            client.setSoTimeout(SO_TIMEOUT);
            client.startHandshake();
            client.getOutputStream().write(new byte[2000]);
            return client.getInputStream().read();
        }
    }

    /** Forwards the server's data, large pieces in three parts. */
    private static void passOn(Socket client, InetSocketAddress address) throws Exception {
        try (Socket server = new Socket(address.getAddress(), address.getPort())) {
            Thread upstream = new Thread(() -> copy(client, server));
            upstream.start();
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] chunk = new byte[64 * 1024];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                int parts = n > LARGE ? PARTS : 1;
                for (int part = 0; part < parts; part++) {
                    LockSupport.parkNanos(parts == 1 ? 0 : PAUSE_NANOS);
                    int from = part * n / parts;
                    out.write(chunk, from, (part + 1) * n / parts - from);
                }
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (java.io.IOException e) {
            // the test has ended
        }
    }

    @ParameterizedTest
    @EnumSource
    void silentServerEndsTheHandshake(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serve(PlainServer.silent());
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.setSoTimeout(100);
            assertThatThrownBy(client::startHandshake)
                    .isExactlyInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Read timed out");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLATFORM")
    void deadlineEndsWhatSoTimeoutLeaves(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening()
                        .serve(PlainServer.trickle(
                                new byte[] {22, 3, 3, 64, 0, 2, 0, 63, -4, 3, 3, 0, 0, 0, 0, 0, 0},
                                Duration.ofMillis(50)))
                        .toleratingIoFailures();
                SSLSocket client = kind.connect(PKI.trusting(), server.address());
                Timeout deadline = Timeout.after(Duration.ofMillis(300))) {
            client.setSoTimeout(10_000);
            assertThatThrownBy(client::startHandshake)
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageEndingWith("the deadline of 0.3 s has passed");
        }
    }
}
