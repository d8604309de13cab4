// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    @Test
    void bytesPassSlicedOrNotAndACopyIsKeptOfEitherDirection() throws Exception {
        PlainServer.Script shout = socket -> socket.getOutputStream()
                .write(PlainServer.readLine(socket.getInputStream())
                        .toUpperCase()
                        .getBytes(US_ASCII));
        for (int slice : new int[] {1, 3, Integer.MAX_VALUE}) {
            try (PlainServer peer = PlainServer.listening().serve(shout);
                    TcpProxy wire = TcpProxy.to(peer.port()).slicing(slice).capturing();
                    Socket socket = new Socket("127.0.0.1", wire.port())) {
                socket.getOutputStream().write("hello\n".getBytes(US_ASCII));

                assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("HELLO");
                assertThat(wire.sentByClient()).asString().isEqualTo("hello\n");
                assertThat(wire.sentByServer()).asString().isEqualTo("HELLO");
            }
        }
    }

    @Test
    void slicesReachTheOtherEndOneByOne() throws Exception {
        byte[] data = new byte[2000];
        PlainServer.Script countReads = socket -> {
            int reads = 0;
            byte[] buffer = new byte[data.length];
            for (int left = data.length; left > 0; reads++) {
                left -= socket.getInputStream().read(buffer);
            }
            socket.getOutputStream().write((reads + "\n").getBytes(US_ASCII));
        };
        int reads = 1;
        // A reader that is not scheduled for a while finds all slices together; without slicing, each reader does.
        for (int attempt = 0; attempt < 50 && reads == 1; attempt++) {
            try (PlainServer peer = PlainServer.listening().serve(countReads);
                    TcpProxy wire = TcpProxy.to(peer.port()).slicing(1);
                    Socket socket = new Socket("127.0.0.1", wire.port())) {
                socket.getOutputStream().write(data);
                reads = Integer.parseInt(PlainServer.readLine(socket.getInputStream()));
            }
        }
        assertThat(reads).isGreaterThan(1);
    }

    @Test
    void tlsPassesInSingleBytesAndShowsNoPlaintext() throws Exception {
        TestPki pki = TestPki.create();
        byte[] secret = "attack at dawn".getBytes(US_ASCII);
        try (PlainServer peer =
                        PlainServer.listening().serveTls(pki.issue("127.0.0.1").serverContext(), PlainServer.echo());
                TcpProxy wire = TcpProxy.to(peer.port()).slicing(1).capturing();
                SSLSocket socket =
                        (SSLSocket) pki.trusting().getSocketFactory().createSocket("127.0.0.1", wire.port())) {
            socket.getOutputStream().write(secret);

            assertThat(PlainServer.readExactly(socket, secret.length)).isEqualTo(secret);
            assertThat(new String(wire.sentByClient(), US_ASCII))
                    .hasSizeGreaterThan(100)
                    .doesNotContain("attack");
            assertThat(new String(wire.sentByServer(), US_ASCII))
                    .hasSizeGreaterThan(100)
                    .doesNotContain("attack");
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void halfClosedStaysHalfClosed() throws Exception {
        PlainServer.Script replyAtTheEnd = socket -> {
            byte[] all = socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(Arrays.copyOf(all, 2));
        };
        try (PlainServer peer = PlainServer.listening().serve(replyAtTheEnd);
                TcpProxy wire = TcpProxy.to(peer.port());
                Socket socket = new Socket("127.0.0.1", wire.port())) {
            socket.getOutputStream().write("abc".getBytes(US_ASCII));
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("ab");
        }
    }

    @Test
    void aResetPassesToo() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer::reset);
                TcpProxy wire = TcpProxy.to(peer.port());
                Socket socket = new Socket("127.0.0.1", wire.port())) {
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void withoutCapturingThereIsNoCopy() throws Exception {
        try (TcpProxy wire = TcpProxy.to(1)) {
            assertThatIllegalStateException().isThrownBy(wire::sentByClient);
            assertThatIllegalArgumentException().isThrownBy(() -> wire.slicing(0));
        }
    }
}
