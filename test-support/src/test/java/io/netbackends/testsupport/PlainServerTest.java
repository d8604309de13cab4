// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PlainServerTest {
    private static Socket connect(PlainServer peer) throws IOException {
        Socket socket = new Socket(peer.address().getAddress(), peer.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void acceptedSocketsAreClosedWithThePeer() throws Exception {
        Socket accepted;
        try (PlainServer peer = PlainServer.listening();
                Socket socket = connect(peer)) {
            accepted = peer.accept();
            accepted.getOutputStream().write("hi".getBytes(US_ASCII));
            assertThat(PlainServer.readExactly(socket, 2)).asString().isEqualTo("hi");
        }
        assertThat(accepted.isClosed()).isTrue();
    }

    @Test
    void eachConnectionIsServedOnAThreadOfItsOwn() throws Exception {
        try (PlainServer peer = PlainServer.listening(InetAddress.getByName("127.0.0.1"), 5)
                        .serve(PlainServer.echo());
                Socket first = connect(peer);
                Socket second = connect(peer)) {
            second.getOutputStream().write('2');
            assertThat(second.getInputStream().read()).isEqualTo('2');
            first.getOutputStream().write('1');
            assertThat(first.getInputStream().read()).isEqualTo('1');
        }
    }

    @Test
    void aSilentPeerSaysNothingUntilItIsClosed() throws Exception {
        PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
        try (peer;
                Socket socket = connect(peer)) {
            socket.setSoTimeout(50);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            peer.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aDiscardingPeerReadsToTheEnd() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.discard());
                Socket socket = connect(peer)) {
            socket.getOutputStream().write(new byte[1_000_000]);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aTricklingPeerTakesItsTime() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                        .serve(PlainServer.trickle("abc".getBytes(US_ASCII), Duration.ofMillis(20)));
                Socket socket = connect(peer)) {
            long start = System.nanoTime();
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("abc");
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(40).toNanos());
        }
    }

    @Test
    void closingAPeerEndsATrickleThatHasHardlyBegun() throws Exception {
        PlainServer peer = PlainServer.listening().serve(PlainServer.trickle(new byte[2], Duration.ofDays(1)));
        try (Socket socket = connect(peer)) {
            assertThat(socket.getInputStream().read()).isZero();
            assertThatCode(peer::close).doesNotThrowAnyException();
        }
    }

    @Test
    void aResetReachesTheOtherSide() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer::reset);
                Socket socket = connect(peer)) {
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aScriptsFailureIsThrownByClose() throws Exception {
        IllegalStateException failure = new IllegalStateException("script's own");
        PlainServer peer = PlainServer.listening().serve(socket -> {
            throw failure;
        });
        try (Socket socket = connect(peer)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(peer::close).isInstanceOf(AssertionError.class).hasCause(failure);
        assertThatCode(peer::close).doesNotThrowAnyException();
    }

    @Test
    void ioFailuresAreThrownByCloseUnlessTolerated() throws Exception {
        assertThatThrownBy(() -> endTooEarly(PlainServer.listening()))
                .isInstanceOf(AssertionError.class)
                .hasCauseInstanceOf(EOFException.class);
        assertThatCode(() -> endTooEarly(PlainServer.listening().toleratingIoFailures()))
                .doesNotThrowAnyException();
    }

    private static void endTooEarly(PlainServer peer) throws IOException {
        try (peer;
                Socket socket = connect(peer.serve(s -> PlainServer.readExactly(s, 2)))) {
            socket.getOutputStream().write(1);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whatTheClosingItselfBreaksIsNoFailure() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        PlainServer peer = PlainServer.listening().serve(socket -> {
            reading.countDown();
            socket.getInputStream().read();
        });
        try (Socket socket = connect(peer)) {
            reading.await();
            assertThatCode(peer::close).doesNotThrowAnyException();
        }
    }

    @Test
    void closeDoesNotWaitForASilentTlsPeer() throws Exception {
        PlainServer peer =
                PlainServer.listening().serveTls(TestPki.selfSigned("a").serverContext(), PlainServer.silent());
        try (Socket socket = connect(peer)) {
            assertThatCode(peer::close).doesNotThrowAnyException();
        }
    }

    @Test
    void closedPortHasNoListener() {
        assertThatThrownBy(() -> new Socket("127.0.0.1", PlainServer.closedPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aConnectToABlackholeHangs() throws Exception {
        try (PlainServer peer = PlainServer.blackhole()) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(peer.address(), 200))
                            .isInstanceOf(SocketTimeoutException.class);
                }
            }
        }
    }

    @Test
    void linesEndWithALineFeedAndLoseTheirCarriageReturn() throws Exception {
        ByteArrayInputStream in = new ByteArrayInputStream("GET / \r\n\nrest".getBytes(US_ASCII));

        assertThat(PlainServer.readLine(in)).isEqualTo("GET / ");
        assertThat(PlainServer.readLine(in)).isEmpty();
        assertThatThrownBy(() -> PlainServer.readLine(in))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("rest");
    }
}
