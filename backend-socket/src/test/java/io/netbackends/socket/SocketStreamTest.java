// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, writing and closing over a real socket to a plain one. */
class SocketStreamTest extends ConnectedTestBase {
    @ParameterizedTest
    @ValueSource(ints = {1, 8191, 8192, 16384, 16385, 1_000_000})
    void writesAndReadsBuffersOfEveryKind(int size) throws Exception {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        ByteBuffer direct = ByteBuffer.allocateDirect(size + 7).position(3);
        direct.put(data).flip().position(3);
        ByteBuffer slice = ByteBuffer.wrap(Arrays.copyOf(new byte[5], size + 9))
                .position(5)
                .slice();
        slice.put(data).flip();
        for (ByteBuffer src :
                new ByteBuffer[] {direct, slice, ByteBuffer.wrap(data).asReadOnlyBuffer()}) {
            int limit = src.limit();
            Background<byte[]> received = Background.run(() -> PlainServer.readExactly(far, size));
            stream.write(src);
            assertThat(received.get()).isEqualTo(data);
            assertThat(src.position()).isEqualTo(limit);

            Background<Void> sender = Background.run(() -> {
                far.getOutputStream().write(data);
                return null;
            });
            ByteBuffer dst = src.isReadOnly()
                    ? ByteBuffer.allocate(size)
                    : src.duplicate().flip().position(limit - size);
            int start = dst.position();
            while (dst.hasRemaining()) {
                assertThat(stream.read(dst)).isPositive();
            }
            sender.get();
            assertThat(dst.position(start)).isEqualTo(ByteBuffer.wrap(data));
        }
    }

    @Test
    void readsWhatIsThere() throws Exception {
        send("abc");
        assertThat(stream.read(1)).isEqualTo("a".getBytes(US_ASCII));
        assertThat(stream.read()).isEqualTo("bc".getBytes(US_ASCII));
        far.close();
        assertThat(stream.read()).isEmpty();
        assertThat(stream.read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingWakesABlockedReaderAndThePeerSeesACleanEnd(boolean timed) throws Exception {
        Background<byte[]> reader = Background.run(() -> {
            try (Timeout timeout = Timeout.after(LONG)) {
                if (!timed) {
                    timeout.cancel();
                }
                return stream.read();
            }
        });
        Threads.awaitBlocked(reader.thread());
        stream.close();
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void closingWakesABlockedWriter() throws Exception {
        Background<Void> writer = blockedWriter();
        stream.close();
        assertThat(writer.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aReaderGoesOnWhileAWriterIsBlocked() throws Exception {
        Background<Void> writer = blockedWriter();
        send("answer");
        assertThat(stream.read()).isEqualTo("answer".getBytes(US_ASCII));
        assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR)).isPresent();
        stream.close();
        writer.failure();
    }

    @Test
    void aResetIsAnErrorForEver() throws Exception {
        PlainServer.reset(far);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(stream::read)
                    .isInstanceOf(SocketException.class)
                    .isNotInstanceOf(NetworkStreamClosedException.class)
                    .hasMessageStartingWith("read from 127.0.0.1:" + peer.port())
                    .hasCauseInstanceOf(SocketException.class);
        }
    }

    @Test
    void writingToAPeerThatIsGoneFails() throws Exception {
        far.close();
        assertThatThrownBy(() -> {
                    while (true) {
                        stream.write(new byte[100]);
                    }
                })
                .isInstanceOf(SocketException.class)
                .hasMessageStartingWith("write to 127.0.0.1:" + peer.port());
    }

    @Test
    void eitherSideMayStopWritingFirst() throws Exception {
        stream.write("question".getBytes(US_ASCII));
        stream.shutdownOutput();
        assertThat(far.getInputStream().readAllBytes()).isEqualTo("question".getBytes(US_ASCII));
        send("answer");
        far.shutdownOutput();
        assertThat(stream.inputStream().readAllBytes()).isEqualTo("answer".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onAVirtualThreadAnInterruptEndsABlockedCall(boolean writing) throws Exception {
        assumeTrue(Threads.virtualAvailable(), "virtual threads need JDK 21");
        Background<Void> call = Background.run(true, () -> {
            try {
                if (writing) {
                    stream.write(MORE_THAN_FITS);
                } else {
                    stream.read();
                }
            } finally {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
            return null;
        });
        Threads.awaitBlocked(call.thread());
        call.thread().interrupt();
        assertThat(call.failure())
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(socket().isClosed()).isTrue();
    }

    @Test
    void addressesAreKnownEvenAfterClose() throws Exception {
        stream.close();
        assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(peer.address());
        assertThat(stream.getExtraInfo(ExtraInfo.CLIENT_ADDR)).contains(far.getRemoteSocketAddress());
        assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT)).isEmpty();
        assertThat(stream.getExtraInfo(ExtraInfo.PEER_CREDENTIALS)).isEmpty();
        assertThat(stream).hasToString("<NetworkStream [\"127.0.0.1:" + peer.port() + "\" CLOSED]>");
    }

    @Test
    void closingASocketThatLingersDoesNotOutlastTheDeadline() throws Exception {
        socket().setOption(StandardSocketOptions.SO_LINGER, 25);
        Background<Void> writer = blockedWriter();
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            stream.close();
        }
        writer.failure();
        assertThat(socket().isClosed()).isTrue();
    }

    @Test
    void aWrappedSocketKeepsItsSoTimeoutWhichDoesNotCount() throws Exception {
        try (Socket own = peerlessSocket()) {
            own.setSoTimeout(1);
            Socket ownFar = peer.accept();
            NetworkStreamInterface wrapped = SocketBackend.wrap(own);
            Background<byte[]> reader = Background.run(wrapped::read);
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            }
            ownFar.getOutputStream().write('x');
            assertThat(reader.get()).containsExactly('x');
            assertThat(own.getSoTimeout()).isEqualTo(1);
        }
    }

    @Test
    void aSocketThatIsNotConnectedCannotBeWrapped() throws Exception {
        try (Socket unconnected = new Socket()) {
            assertThatThrownBy(() -> SocketBackend.wrap(unconnected)).isInstanceOf(IllegalArgumentException.class);
        }
        stream.close();
        assertThatThrownBy(() -> SocketBackend.wrap(socket())).isInstanceOf(IllegalArgumentException.class);
    }
}
