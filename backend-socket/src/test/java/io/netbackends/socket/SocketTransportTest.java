// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.support.Transport;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The fate of data in transit when a write times out. */
class SocketTransportTest {
    /**
     * Writes more than fits until the deadline interrupts the write. A deadline that passes before the write has begun
     * changes nothing.
     */
    private static void cutOff(ThrowingCallable write, SocketChannel channel) {
        do {
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(1))) {
                assertThatThrownBy(write).isInstanceOf(NetworkTimeoutException.class);
            }
        } while (channel.isOpen());
    }

    /** Fills the buffers to a peer that does not read; returns the number of bytes. */
    private static int clog(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        int total = 0;
        for (int idle = 0; idle < 100; ) { // the kernel moves bytes for a short time afterwards
            int n = channel.write(block.clear());
            total += n;
            idle = n == 0 ? idle + 1 : 0;
        }
        channel.configureBlocking(true);
        return total;
    }

    @Test
    void theLastBytesDoNotTakeWithThemWhatWasWrittenBefore() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                SocketChannel channel = SocketChannel.open(peer.address());
                Socket far = peer.accept()) {
            int written = clog(channel);
            Transport transport = SocketTransport.connected(channel.socket(), peer.address());
            ByteBuffer last = ByteBuffer.allocate(1 << 20);
            cutOff(() -> transport.writeFinal(last), channel);
            assertThat(far.getInputStream().readAllBytes()).hasSizeGreaterThanOrEqualTo(written);
        }
    }

    @Test
    void noMoreHasBeenSentThanThePositionSays() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                SocketChannel channel = SocketChannel.open(peer.address());
                Socket far = peer.accept()) {
            Transport transport = SocketTransport.connected(channel.socket(), peer.address());
            ByteBuffer src = ByteBuffer.allocate(64 << 20);
            cutOff(() -> transport.writeFinal(src), channel);
            assertThat(far.getInputStream().readAllBytes().length).isBetween(1, src.position());
            assertThat(src.remaining()).isPositive();
        }
    }

    @Test
    void aReaderLearnsThatTheWatchdogHasClosedTheSocket() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                SocketChannel channel = SocketChannel.open(peer.address())) {
            Transport transport = SocketTransport.connected(channel.socket(), peer.address());
            Background<Integer> reader = Background.run(() -> transport.read(ByteBuffer.allocate(1)));
            Threads.awaitBlocked(reader.thread());
            ByteBuffer src = ByteBuffer.allocate(64 << 20);
            cutOff(() -> transport.write(src), channel);
            assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        }
    }

    @Test
    void aReaderUnderADeadlineLearnsThatTheSocketWasClosedJustBefore() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                Socket socket = new Socket()) {
            socket.connect(peer.address());
            Transport transport = SocketTransport.connected(socket, peer.address());
            socket.close();
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(10))) {
                assertThatThrownBy(() -> transport.read(ByteBuffer.allocate(1)))
                        .isInstanceOf(NetworkStreamClosedException.class);
            }
        }
    }

    @Test
    void aDefectiveSocketDoesNotTakeTheWatchdogAwayFromOthers() throws Exception {
        Socket defective = new Socket() {
            @Override
            public void setSoLinger(boolean on, int seconds) {
                throw new UnsupportedOperationException("defect");
            }
        };
        try (PlainServer peer = PlainServer.listening();
                defective) {
            ByteBuffer src = ByteBuffer.allocate(64 << 20);
            for (Socket socket : List.of(defective, new Socket())) {
                socket.connect(peer.address());
                Transport transport = SocketTransport.connected(socket, peer.address());
                try (ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(30), peer::close);
                        Timeout timeout = Timeout.after(Duration.ofSeconds(1))) {
                    assertThatThrownBy(() -> transport.write(src.duplicate()))
                            .isInstanceOf(NetworkTimeoutException.class);
                }
            }
        }
    }

    @Test
    void anyOtherWriteResetsTheConnection() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                SocketChannel channel = SocketChannel.open(peer.address());
                Socket far = peer.accept()) {
            clog(channel);
            Transport transport = SocketTransport.connected(channel.socket(), peer.address());
            ByteBuffer more = ByteBuffer.allocate(1 << 20);
            cutOff(() -> transport.write(more), channel);
            assertThatThrownBy(() -> far.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
    }
}
