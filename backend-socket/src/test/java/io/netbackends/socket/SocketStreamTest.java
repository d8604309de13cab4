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
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Peer;
import io.netbackends.testsupport.Threads;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, writing and closing over a real socket, whose far end is a plain one. */
class SocketStreamTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Made beforehand: allocating it may take longer than a short deadline. */
    private static final byte[] MORE_THAN_FITS = new byte[64 << 20];

    private Peer peer;
    private NetworkStreamInterface stream;
    private Socket far;
    private ClosingWatchdog watchdog;

    @BeforeEach
    void connect() throws Exception {
        peer = Peer.listening().toleratingIoFailures();
        stream = new SocketBackend().connect("127.0.0.1", peer.port());
        far = peer.accept();
        watchdog = ClosingWatchdog.after(LONG, stream, far);
    }

    @AfterEach
    void close() throws Exception {
        stream.close();
        watchdog.close();
        peer.close();
    }

    private Socket socket() {
        return (Socket) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
    }

    private void send(String text) throws Exception {
        far.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Writes until the peer, who does not read, lets no more in. */
    private Background<Void> blockedWriter() {
        Background<Void> writer = Background.run(() -> {
            byte[] block = new byte[1 << 20];
            while (true) {
                stream.write(block);
            }
        });
        Threads.awaitBlocked(writer.thread());
        return writer;
    }

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
            Background<byte[]> received = Background.run(() -> Peer.readExactly(far, size));
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

    @Test
    void aReadThatTimesOutLosesNothingAndLeavesNoSoTimeout() throws Exception {
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(stream::read)
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessage("read from 127.0.0.1:" + peer.port() + " timed out: the deadline of 0.2 s has passed");
            assertThat(timeout.isExpired()).isTrue();
        }
        assertThat(socket().getSoTimeout()).isZero();
        send("late");
        assertThat(stream.read()).isEqualTo("late".getBytes(US_ASCII));
        stream.write("fine".getBytes(US_ASCII));
        assertThat(Peer.readExactly(far, 4)).isEqualTo("fine".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 50, 100, 200, 500, 750, 1_000, 5_000, 25_000, 250_000, 500_000, 999_999, 1_000_001})
    void aDeadlineBelowAMillisecondIsNotForEver(long nanos) {
        for (int i = 0; i < 3; i++) {
            try (Timeout timeout = Timeout.after(Duration.ofNanos(nanos))) {
                assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            }
        }
    }

    @Test
    void oneDeadlineCoversManyReads() throws Exception {
        Background<Void> trickle = Background.run(() -> {
            Peer.trickle(new byte[10_000], Duration.ofMillis(20)).run(far);
            return null;
        });
        try (Timeout timeout = Timeout.after(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> {
                        while (true) {
                            stream.read(1);
                        }
                    })
                    .isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
        stream.close();
        assertThat(trickle.failure()).isInstanceOf(SocketException.class);
    }

    @Test
    void aDeadlineThatIsCancelledWhileAReadIsBlockedIsLifted() throws Exception {
        Background<Void> helper;
        try (Timeout timeout = Timeout.after(SHORT)) {
            Thread reader = Thread.currentThread();
            helper = Background.run(() -> {
                Threads.awaitBlocked(reader);
                timeout.cancel();
                // What is left of the deadline when this is sent: less than nothing.
                try (Timeout passed = Timeout.after(SHORT.multipliedBy(2))) {
                    assertThatThrownBy(
                                    () -> SocketBackend.wrap(peerlessSocket()).read())
                            .isInstanceOf(NetworkTimeoutException.class);
                }
                send("late");
                return null;
            });
            assertThat(stream.read()).isEqualTo("late".getBytes(US_ASCII));
        }
        helper.get();
    }

    /** A connected socket to whom nobody speaks. */
    private Socket peerlessSocket() throws Exception {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", peer.port()));
        return socket;
    }

    @Test
    void underAnExpiredDeadlineNeitherReadsNorWrites() throws Exception {
        send("data");
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            assertThatThrownBy(() -> stream.write(new byte[3])).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(stream.read()).isEqualTo("data".getBytes(US_ASCII));
        stream.close();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aWriteThatTimesOutClosesTheStreamForGood() throws Exception {
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> stream.write(MORE_THAN_FITS))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("write to 127.0.0.1:" + peer.port());
            assertThat(timeout.isExpired()).isTrue();
        }
        assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(socket().isClosed()).isTrue();
    }

    @Test
    void aWriteThatIsCutOffResetsTheConnectionSoThatNobodyTakesItForWhole() throws Exception {
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> stream.write(MORE_THAN_FITS)).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThatThrownBy(() -> far.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
    }

    @Test
    void aSlowReaderDoesNotKeepAWriterBeyondItsDeadline() throws Exception {
        Background<Void> drain = Background.run(() -> {
            byte[] some = new byte[1024];
            while (far.getInputStream().read(some) >= 0) {
                LockSupport.parkNanos(20_000_000);
            }
            return null;
        });
        try (Timeout timeout = Timeout.after(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> stream.write(MORE_THAN_FITS)).isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
        drain.failure();
    }

    @Test
    void aWriteThatFitsItsDeadlineIsWhole() throws Exception {
        Background<byte[]> received = Background.run(() -> Peer.readExactly(far, 12 << 20));
        byte[] data = new byte[12 << 20];
        new Random(1).nextBytes(data);
        try (Timeout timeout = Timeout.after(LONG)) {
            stream.write(data);
        }
        assertThat(received.get()).isEqualTo(data);
    }

    @Test
    void aDeadlineThatIsCancelledWhileAWriteIsBlockedIsLifted() throws Exception {
        byte[] data = new byte[16 << 20];
        Background<byte[]> helper;
        try (Timeout timeout = Timeout.after(SHORT)) {
            Thread writer = Thread.currentThread();
            helper = Background.run(() -> {
                Threads.awaitBlocked(writer);
                timeout.cancel();
                try (Timeout passed = Timeout.after(SHORT.multipliedBy(2))) {
                    assertThatThrownBy(
                                    () -> SocketBackend.wrap(peerlessSocket()).read())
                            .isInstanceOf(NetworkTimeoutException.class);
                }
                return Peer.readExactly(far, data.length);
            });
            stream.write(data);
        }
        assertThat(helper.get()).hasSize(data.length);
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void writersShareOneWatchdogThatIsADaemonAndEnds() throws Exception {
        try (Timeout timeout = Timeout.after(LONG)) {
            stream.write(new byte[1]);
        }
        Thread dog = watchdogThreads()[0];
        assertThat(watchdogThreads()).hasSize(1);
        assertThat(dog.isDaemon()).isTrue();
        assertThat(dog.getContextClassLoader()).isNull();
        dog.join(LONG.toMillis());
        assertThat(dog.isAlive()).isFalse();
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> stream.write(MORE_THAN_FITS)).isInstanceOf(NetworkTimeoutException.class);
        }
    }

    private static Thread[] watchdogThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("netbackends-socket-write-watchdog"))
                .toArray(Thread[]::new);
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
        Peer.reset(far);
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
    void tellsWhoIsConnectedToWhomEvenAfterwards() throws Exception {
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
