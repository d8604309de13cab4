// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reads on a replayed stream return, and when. */
class ReplayReadTest extends ReplayTestBase {
    @Test
    void readsCameInThePiecesInWhichTheyCame() throws Exception {
        NetworkStreamInterface stream = connect(
                connection().read(1, "one").read(1, "two").read(1, "three").eof(1));
        assertThat(text(stream.read())).isEqualTo("one");
        assertThat(text(stream.read(2))).isEqualTo("tw");
        assertThat(text(stream.read())).isEqualTo("o");
        assertThat(text(stream.read())).isEqualTo("three");
        assertThat(stream.read()).isEmpty();
        assertThat(stream.read()).isEmpty();
    }

    @Test
    void anAnswerWaitsForAllThatWasWrittenBeforeIt() throws Exception {
        NetworkStreamInterface stream = connect(connection()
                .write(1, "ab")
                .write(1, "cd")
                .read(1, "answer")
                .write(1, "e")
                .read(1, "more"));
        Background<byte[]> reader = blocked(stream::read);
        stream.write(bytes("abc"));
        assertThatBlocks(reader);
        stream.write(bytes("d"));
        assertThat(text(reader.get())).isEqualTo("answer");
        assertThatBlocks(blocked(stream::read));
    }

    @Test
    void theProgramMayWriteAheadOfWhatItReads() throws Exception {
        NetworkStreamInterface stream = connect(
                connection().write(1, "ab").read(1, "one").write(1, "cd").read(1, "two"));
        stream.write(bytes("abcd"));
        assertThat(text(stream.read())).isEqualTo("one");
        assertThat(text(stream.read())).isEqualTo("two");
    }

    @Test
    void anAnswerToTheEndOfOutputWaitsForIt() throws Exception {
        NetworkStreamInterface stream = connect(
                connection().write(1, "ab").shutdown(1).read(1, "answer").eof(1));
        stream.write(bytes("ab"));
        Background<byte[]> reader = blocked(stream::read);
        stream.shutdownOutput();
        assertThat(text(reader.get())).isEqualTo("answer");
    }

    @Test
    void theEndWaitsForWritesToo() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "ab").eof(1));
        Background<byte[]> reader = blocked(stream::read);
        stream.write(bytes("ab"));
        assertThat(reader.get()).isEmpty();
    }

    @Test
    void aReadThatTimesOutSaysWhatItWaitedForAndLosesNothing() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "abc").read(1, "answer"));
        stream.write(bytes("a"));
        long start = System.nanoTime();
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(stream::read)
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("read from 127.0.0.1:80 (2 bytes must be written first, as recorded)");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT.minusMillis(1));
        stream.write(bytes("bc"));
        assertThat(text(stream.read())).isEqualTo("answer");
    }

    @Test
    void underAnExpiredDeadlineNothingIsRead() throws Exception {
        NetworkStreamInterface stream = connect(connection().read(1, "waits"));
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(text(stream.read())).isEqualTo("waits");
    }

    @Test
    void aBufferWithoutRoomTouchesNothing() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "x").read(1, "a"));
        assertThat(stream.read(ByteBuffer.allocate(0))).isZero();
        assertThatThrownBy(() -> stream.read(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "java.net.SocketException,java.net.SocketException",
        "javax.net.ssl.SSLException,javax.net.ssl.SSLException",
        "javax.net.ssl.SSLProtocolException,javax.net.ssl.SSLProtocolException",
        "com.acme.Evil,java.net.SocketException",
    })
    void aFailureComesWhereItCameAndStays(String recorded, Class<?> replayed) throws Exception {
        NetworkStreamInterface stream =
                connect(connection().write(1, "x").error(1, "read", recorded, "read from 127.0.0.1:80: it broke"));
        Background<byte[]> reader = blocked(stream::read);
        stream.write(bytes("x"));
        assertThat(reader.failure()).isExactlyInstanceOf(replayed).hasMessage("read from 127.0.0.1:80: it broke");
        assertThatThrownBy(stream::read)
                .isInstanceOfAny(SocketException.class, SSLException.class)
                .hasMessageContaining("it broke");
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void aReadThatTimedOutIsRepeatedUnderADeadlineAndPassedOverWithoutOne() throws Exception {
        Recording recording = connection()
                .error(1, "read", "io.netbackends.NetworkTimeoutException", "timed out")
                .read(1, "late");
        NetworkStreamInterface stream = connect(recording);
        long start = System.nanoTime();
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT.minusMillis(1));
        try (Timeout timeout = Timeout.after(LONG)) {
            assertThat(text(stream.read())).isEqualTo("late");
        }
        assertThat(text(connect(recording).read())).isEqualTo("late");
    }

    @Test
    void readAfterTheRecordedCloseFails() throws Exception {
        NetworkStreamInterface stream = connect(connection().read(1, "a").close(1));
        stream.read();
        assertThatThrownBy(stream::read)
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the program reads more, but the recording ends here")
                .hasMessageContaining("connection 1 to localhost:80")
                .hasMessageContaining("test.ndjson");
        assertThatThrownBy(stream::read).isInstanceOf(ReplayMismatchException.class);
    }

    @Test
    void aReaderThatWasThereWhenTheStreamWasClosedWaitsForThat() throws Exception {
        NetworkStreamInterface stream = connect(connection()
                .read(1, "a")
                .close(1)
                .error(1, "read", "io.netbackends.NetworkStreamClosedException", "closed"));
        stream.read();
        Background<byte[]> reader = blocked(stream::read);
        stream.close();
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void bytesThatWereNotKeptAreAFailure() throws Exception {
        NetworkStreamInterface stream = connect(connection().data(1, "read", "ab", 5));
        assertThat(text(stream.read())).isEqualTo("ab");
        assertThatThrownBy(stream::read)
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the next 3 bytes are not in the recording");
        assertThatThrownBy(connect(connection().data(1, "read", "", 7))::read)
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the next 7 bytes are not in the recording");
    }

    @Test
    void lostEventsAreAFailureForEveryCause() throws Exception {
        assertThatThrownBy(connect(connection().lost(1, 1, 0).read(1, "a"))::read)
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the recording lacks events here");
        assertThatThrownBy(connect(connection().lost(0, 1, 0).read(1, "a"))::read)
                .isInstanceOf(ReplayMismatchException.class);
        NetworkStreamInterface atTheEnd = connect(connection().read(1, "a").lost(0, 1, 0));
        atTheEnd.read();
        assertThatThrownBy(atTheEnd::read).hasMessageContaining("the recording lacks events here");
        assertThat(connect(connection().read(1, "a").close(1).lost(0, 1, 0)).read())
                .isEqualTo(bytes("a"));
    }

    @Test
    void readsTakeTheTimeTheyTookIfThatIsWanted() throws Exception {
        Recording recording =
                connection().later(300).read(1, "slow").later(100_000).read(1, "too slow");
        long start = System.nanoTime();
        NetworkStreamInterface stream = connect(
                ReplayBackend.builder(recording.save(directory)).recordedPace().build());
        assertThat(text(stream.read())).isEqualTo("slow");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(299));
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
        }
    }

    @Test
    void pauseBeyondEveryDeadlineIsAPause() throws Exception {
        Recording recording = connection()
                .read(1, "a")
                .later(TimeUnit.DAYS.toMillis(365 * 1000))
                .read(1, "b");
        NetworkStreamInterface stream = connect(
                ReplayBackend.builder(recording.save(directory)).recordedPace().build());
        assertThat(text(stream.read())).isEqualTo("a");
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
        }
    }

    private static void assertThatBlocks(Background<?> reader) {
        Threads.awaitBlocked(reader.thread());
    }

    @Test
    void theRestOfARecordedReadIsAvailable() throws Exception {
        NetworkStreamInterface stream = connect(connection().read(1, "abc"));
        assertThat(stream.inputStream().read()).isEqualTo('a');
        assertThat(stream.inputStream().available()).isEqualTo(2);
    }
}
