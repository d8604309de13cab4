// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Virtual threads under deadlines, woken by the JDK's own poller. */
class VirtualDeadlinesTest extends ConnectedTestBase {
    private static final boolean VIRTUAL = Threads.virtualAvailable();
    private static final int STREAMS = VIRTUAL ? 200 : 10;
    private static final int TOTAL = 64 << 10;

    @Test
    void readerWaitsInThePollerOfTheJdk() throws Exception {
        Background<byte[]> reader = virtualReader();
        assertThat(reader.thread().getStackTrace())
                .extracting(StackTraceElement::getClassName)
                .contains("sun.nio.ch.Poller")
                .doesNotContain("io.netbackends.nio.channel.SharedPoller");
        send("in");
        assertThat(reader.get()).isEqualTo("in".getBytes(US_ASCII));
        assertThat(channel().socket().getSoTimeout()).isZero();
    }

    @Test
    void writeUnderADeadlinePassesAReaderUnderOne() throws Exception {
        Background<byte[]> reader = virtualReader();
        Background.run(VIRTUAL, () -> write("out".getBytes(US_ASCII))).get();
        assertThat(PlainServer.readExactly(far, 3)).isEqualTo("out".getBytes(US_ASCII));
        send("in");
        assertThat(reader.get()).isEqualTo("in".getBytes(US_ASCII));
    }

    @Test
    void writeThatTimesOutResetsTheConnectionUnderAReader() throws Exception {
        Background<byte[]> reader = virtualReader();
        Background<Void> writer = Background.run(VIRTUAL, () -> {
            try (Timeout timeout = Timeout.after(SHORT)) {
                stream.write(MORE_THAN_FITS);
                return null;
            }
        });
        assertThat(writer.failure()).isInstanceOf(NetworkTimeoutException.class);
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(() -> far.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
    }

    @Test
    void readTimesOutPastAStuckWriter() throws Exception {
        assumeTrue(VIRTUAL, "needs virtual threads");
        Background<Void> writer = Background.run(true, () -> write(MORE_THAN_FITS));
        Threads.awaitBlocked(writer.thread());
        Background<byte[]> reader = Background.run(true, () -> read(SHORT));
        assertThat(reader.failure()).isInstanceOf(NetworkTimeoutException.class);
        assertThat(far.getInputStream().readNBytes(MORE_THAN_FITS.length)).isEqualTo(MORE_THAN_FITS);
        writer.get();
    }

    @Test
    void interruptAndCloseEndAReader() throws Exception {
        Background<byte[]> interrupted = virtualReader();
        interrupted.thread().interrupt();
        assertThat(interrupted.failure())
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThat(channel().isOpen()).isFalse();

        stream = new NioBackend().connect("127.0.0.1", peer.port());
        Background<byte[]> closed = virtualReader();
        stream.close();
        assertThat(closed.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void manyStreamsInBothDirectionsLoseNoByte() throws Exception {
        List<NetworkStreamInterface> streams = new ArrayList<>();
        List<Background<?>> all = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            NetworkStreamInterface one = new NioBackend().connect("127.0.0.1", peer.port());
            streams.add(one);
            Socket other = peer.accept();
            Random random = new Random(i);
            all.add(Background.run(VIRTUAL, () -> echo(other)));
            all.add(Background.run(VIRTUAL, () -> writeAll(one, new Random(random.nextInt()))));
            all.add(Background.run(VIRTUAL, () -> readAll(one, new Random(random.nextInt()))));
        }
        for (Background<?> task : all) {
            task.get();
        }
        for (NetworkStreamInterface one : streams) {
            SocketChannel channel =
                    (SocketChannel) one.getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
            assertThat(channel.socket().getSoTimeout()).isZero();
            one.close();
        }
    }

    private static Void echo(Socket other) throws IOException {
        other.getInputStream().transferTo(other.getOutputStream());
        other.shutdownOutput();
        return null;
    }

    private static Void writeAll(NetworkStreamInterface to, Random random) throws IOException {
        for (int done = 0; done < TOTAL; ) {
            byte[] chunk = new byte[Math.min(TOTAL - done, 1 + random.nextInt(4096))];
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = (byte) (done + i);
            }
            try (Timeout timeout = Timeout.after(LONG)) {
                to.write(chunk);
            }
            done += chunk.length;
        }
        to.shutdownOutput();
        return null;
    }

    /** Into arrays and direct buffers, small and large; some of the deadlines pass. */
    private static Void readAll(NetworkStreamInterface from, Random random) throws IOException {
        int done = 0;
        while (true) {
            int size = 1 + random.nextInt(16 << 10);
            ByteBuffer dst = random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
            try (Timeout timeout =
                    Timeout.after(random.nextBoolean() ? LONG : Duration.ofNanos(random.nextInt(1_000_000)))) {
                if (from.read(dst) < 0) {
                    break;
                }
            } catch (NetworkTimeoutException e) {
                assertThat(dst.position()).isZero();
            }
            for (int i = 0; i < dst.position(); i++) {
                assertThat(dst.get(i)).isEqualTo((byte) (done + i));
            }
            done += dst.position();
        }
        assertThat(done).isEqualTo(TOTAL);
        return null;
    }

    private Background<byte[]> virtualReader() {
        assumeTrue(VIRTUAL, "needs virtual threads");
        Background<byte[]> reader = Background.run(true, () -> read(LONG));
        Threads.awaitBlocked(reader.thread());
        return reader;
    }

    private byte[] read(Duration time) throws IOException {
        try (Timeout timeout = Timeout.after(time)) {
            return stream.read();
        }
    }

    private Void write(byte[] bytes) throws IOException {
        try (Timeout timeout = Timeout.after(LONG)) {
            stream.write(bytes);
            return null;
        }
    }
}
