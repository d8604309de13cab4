// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A call under a deadline in one direction while one without is blocked in the other. */
class MixedDeadlinesTest extends ConnectedTestBase {
    /** By then, the stream is closed, or has continued. */
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    @Test
    void writeUnderADeadlineDoesNotDisturbAReaderWithoutOne() throws Exception {
        Background<byte[]> reader = blockedReader();
        try (Timeout timeout = Timeout.after(ENOUGH)) {
            stream.write("out".getBytes(US_ASCII));
        }
        assertThat(PlainServer.readExactly(far, 3)).isEqualTo("out".getBytes(US_ASCII));
        assertThat(channel().isBlocking()).isTrue();
        send("in");
        assertThat(reader.get()).isEqualTo("in".getBytes(US_ASCII));
    }

    @Test
    void writeThatTimesOutEndsAReaderWithoutADeadline() throws Exception {
        Background<byte[]> reader = blockedReader();
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> stream.write(MORE_THAN_FITS)).isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(() -> far.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
    }

    @Test
    void writeUnderADeadlineThatIsInterruptedResetsTheConnection() throws Exception {
        Background<Void> writer = Background.run(() -> {
            try (Timeout timeout = Timeout.after(ENOUGH)) {
                stream.write(MORE_THAN_FITS);
                return null;
            }
        });
        Threads.awaitBlocked(writer.thread());
        writer.thread().interrupt();
        assertThat(writer.failure())
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThatThrownBy(() -> far.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
    }

    @Test
    void readTimesOutWhileAWriterWithoutADeadlineIsStuckAndNeitherLosesAByte() throws Exception {
        Background<Void> writer = blockedWriter();
        for (int i = 0; i < 3; i++) {
            readTimesOut();
        }
        send("late");
        try (Timeout timeout = Timeout.after(ENOUGH)) {
            assertThat(stream.read(1)).isEqualTo("l".getBytes(US_ASCII));
            assertThat(stream.read()).isEqualTo("ate".getBytes(US_ASCII));
        }
        readTimesOut();
        assertThat(far.getInputStream().readNBytes(MORE_THAN_FITS.length)).isEqualTo(MORE_THAN_FITS);
        writer.get();
        send("more");
        assertThat(stream.inputStream().readNBytes(4)).isEqualTo("more".getBytes(US_ASCII));
    }

    @Test
    void whatComesAfterAReadTimedOutIsForTheNextOneEvenWithoutADeadline() throws Exception {
        Background<Void> writer = blockedWriter();
        readTimesOut();
        Background<byte[]> reader = blockedReader();
        send("late");
        assertThat(reader.get()).isEqualTo("late".getBytes(US_ASCII));
        far.getInputStream().readNBytes(MORE_THAN_FITS.length);
        writer.get();
    }

    @Test
    void endOfStreamComesThroughAStuckWriter() throws Exception {
        blockedWriter();
        readTimesOut();
        send("end");
        far.shutdownOutput();
        try (Timeout timeout = Timeout.after(ENOUGH)) {
            assertThat(stream.inputStream().readAllBytes()).isEqualTo("end".getBytes(US_ASCII));
            assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void resetComesThroughAStuckWriter() throws Exception {
        Background<Void> writer = blockedWriter();
        readTimesOut();
        far.setSoLinger(true, 0);
        far.close();
        assertThat(writer.failure()).isInstanceOf(SocketException.class);
        try (Timeout timeout = Timeout.after(ENOUGH)) {
            assertThatThrownBy(stream::read).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void closeEndsAReaderUnderADeadlineAndAStuckWriter() throws Exception {
        Background<Void> writer = blockedWriter();
        Background<byte[]> reader = readerUnderADeadline();
        stream.close();
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(writer.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void interruptEndsAReaderUnderADeadlineWhileAWriterIsStuck() throws Exception {
        Background<Void> writer = blockedWriter();
        Background<byte[]> reader = readerUnderADeadline();
        reader.thread().interrupt();
        assertThat(reader.failure())
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThat(writer.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    private void readTimesOut() {
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
    }

    private Background<byte[]> readerUnderADeadline() {
        Background<byte[]> reader = Background.run(() -> {
            try (Timeout timeout = Timeout.after(ENOUGH)) {
                return stream.read();
            }
        });
        Threads.awaitBlocked(reader.thread());
        return reader;
    }
}
