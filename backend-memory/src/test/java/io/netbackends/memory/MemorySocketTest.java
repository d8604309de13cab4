// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The raw end of a connection, used by tests that act as the peer. */
class MemorySocketTest extends ConnectedTestBase {
    @Test
    void carriesEveryByteThroughBothFormsOfReadAndWrite() throws Exception {
        for (int b = 0; b < 256; b++) {
            far.getOutputStream().write(b);
        }
        MemorySocket near = MemorySocket.of(stream);
        for (int b = 0; b < 256; b++) {
            assertThat(near.getInputStream().read()).isEqualTo(b);
        }
        far.getOutputStream().write(new byte[] {1, 2, 3, 4}, 1, 2);
        byte[] bytes = new byte[4];
        assertThat(near.getInputStream().read(bytes, 1, 3)).isEqualTo(2);
        assertThat(bytes).containsExactly(0, 2, 3, 0);
    }

    @Test
    void readsNothingIntoNoRoomAndWritesNothing() throws Exception {
        far.getOutputStream().write(new byte[0]);
        assertThat(far.getInputStream().read(new byte[0])).isZero();
        assertThat(MemorySocket.of(stream).getInputStream().available()).isZero();
    }

    @Test
    void refusesARangeThatIsNotInTheArray() {
        assertThatThrownBy(() -> far.getInputStream().read(new byte[1], 1, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> far.getOutputStream().write(new byte[1], -1, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void deadlinesDoNotCount() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            far.getOutputStream().write('x');
            MemorySocket near = MemorySocket.of(stream);
            assertThat(near.getInputStream().read()).isEqualTo('x');
            near.shutdownOutput();
            assertThat(far.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closingEitherStreamClosesTheSocket() throws Exception {
        try (InputStream in = far.getInputStream()) {
            assertThat(in.available()).isZero();
        }
        assertThat(far.isClosed()).isTrue();
        try (MemoryPair other = MemoryBackend.pair()) {
            MemorySocket socket = MemorySocket.of(other.server());
            try (OutputStream out = socket.getOutputStream()) {
                out.flush();
            }
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void afterBeingClosedItReadsAndWritesNoMore() throws Exception {
        send("x");
        stream.write(new byte[1]);
        far.close();
        assertThat(far.getInputStream().available()).isZero();
        assertThatThrownBy(() -> far.getInputStream().read())
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("read from localhost:" + far.getRemoteAddress().getPort() + ": the socket is closed");
        assertThatThrownBy(() -> send("y"))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("write to localhost:" + far.getRemoteAddress().getPort() + ": the socket is closed");
        assertThatThrownBy(far::shutdownOutput).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(stream.read()).isEqualTo("x".getBytes(US_ASCII));
    }

    @Test
    void aResetAfterClosingDoesNothing() throws Exception {
        far.close();
        far.reset();
        assertThat(stream.read()).isEmpty();
    }

    @Test
    void afterTheOutputWasShutDownItOnlyReads() throws Exception {
        far.shutdownOutput();
        assertThatThrownBy(() -> send("x"))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessageEndingWith("the output was shut down");
        assertThat(far.isClosed()).isFalse();
    }

    @Test
    void shuttingDownTheOutputEndsAWriteThatIsBlocked() throws Exception {
        Background<Void> writer = blocked(() -> {
            far.getOutputStream().write(new byte[BUFFER + 1]);
            return null;
        });
        far.shutdownOutput();
        assertThat(writer.failure()).isInstanceOf(SocketException.class);
        assertThat(stream.inputStream().readAllBytes()).hasSize(BUFFER);
    }

    @Test
    void tellsWhetherThePeerIsGone() throws Exception {
        MemorySocket near = MemorySocket.of(stream);
        assertThat(far.isPeerClosed()).isFalse();
        stream.shutdownOutput();
        assertThat(far.isPeerClosed()).isFalse();
        stream.close();
        assertThat(far.isPeerClosed()).isTrue();
        assertThat(near.isClosed()).isTrue();
        assertThat(near.isPeerClosed()).isFalse();
        far.reset();
        assertThat(near.isPeerClosed()).isTrue();
    }

    @Test
    void isShownWithBothItsAddresses() {
        MemorySocket near = MemorySocket.of(stream);
        InetSocketAddress client = near.getLocalAddress();
        InetSocketAddress server = near.getRemoteAddress();
        assertThat(client).isEqualTo(far.getRemoteAddress());
        assertThat(server).isEqualTo(far.getLocalAddress());
        near.close();
        assertThat(near)
                .hasToString("<MemorySocket [\"localhost:" + client.getPort() + "\" to \"localhost:" + server.getPort()
                        + "\" CLOSED]>");
    }

    @Test
    void thereIsNoneBeneathAStreamOfAnotherBackend() {
        NetworkStreamInterface other = mock(NetworkStreamInterface.class, "other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemorySocket.of(other))
                .withMessage("stream (other) must be one of the memory backend");
    }
}
