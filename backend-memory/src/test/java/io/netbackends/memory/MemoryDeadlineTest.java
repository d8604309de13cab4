// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines of reads and writes. */
class MemoryDeadlineTest extends ConnectedTestBase {
    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void aReadThatTimesOutLosesNothingAndTheStreamStaysUsable(boolean virtual) throws Exception {
        Background<Void> timed = Background.run(virtual, () -> {
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(stream::read)
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessage("read from localhost:"
                                + far.getLocalAddress().getPort() + " timed out: the deadline of 0.2 s has passed");
                assertThat(timeout.isExpired()).isTrue();
                assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
                send("late");
                assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            }
            return null;
        });
        timed.get();
        assertThat(stream.read()).isEqualTo("late".getBytes(US_ASCII));
        stream.write("fine".getBytes(US_ASCII));
        assertThat(far.getInputStream().readNBytes(4)).isEqualTo("fine".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 50, 100, 500, 1_000, 25_000, 250_000, 999_999, 1_000_001})
    void aTinyDeadlineIsNotForEver(long nanos) {
        for (int i = 0; i < 3; i++) {
            try (Timeout timeout = Timeout.after(Duration.ofNanos(nanos))) {
                assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
                assertThat(timeout.isExpired()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, Long.MAX_VALUE / 1000})
    void aHugeDeadlineIsNotOver(long seconds) throws Exception {
        Background<byte[]> reader = blocked(() -> {
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(seconds))) {
                return stream.read();
            }
        });
        send("x");
        assertThat(reader.get()).containsExactly('x');
    }

    @Test
    void underAnExpiredDeadlineNeitherReadsNorWrites() throws Exception {
        send("data");
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            assertThatThrownBy(() -> stream.write(new byte[3])).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(far.getInputStream().available()).isZero();
        assertThat(stream.read()).isEqualTo("data".getBytes(US_ASCII));
    }

    @Test
    void oneDeadlineCoversManyReads() throws Exception {
        Background<Void> trickle = Background.run(() -> {
            while (true) {
                send("x");
                LockSupport.parkNanos(10_000_000);
            }
        });
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            stream.read(1);
                        }
                    })
                    .isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
        stream.close();
        trickle.failure();
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void aWriteThatTimesOutClosesTheStreamForGood(boolean virtual) throws Exception {
        Background<Void> timed = Background.run(virtual, () -> {
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(() -> stream.write(new byte[BUFFER + 1]))
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageStartingWith(
                                "write to localhost:" + far.getLocalAddress().getPort());
                assertThat(timeout.isExpired()).isTrue();
            }
            return null;
        });
        timed.get();
        assertThatThrownBy(() -> stream.write(new byte[1]))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasCauseInstanceOf(NetworkTimeoutException.class);
        assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(MemorySocket.of(stream).isClosed()).isTrue();
    }

    @Test
    void writeEndedByADeadlineResetsTheConnectionSoThatItIsNotReadAsComplete() throws Exception {
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> stream.write(new byte[BUFFER + 1])).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(far.getInputStream().readNBytes(BUFFER)).hasSize(BUFFER);
        assertThatThrownBy(() -> far.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessage("Connection reset");
    }

    @Test
    void aReaderThatIsNeverDoneDoesNotKeepAWriterBeyondItsDeadline() throws Exception {
        Background<Void> drain = Background.run(() -> {
            byte[] some = new byte[BUFFER];
            while (far.getInputStream().read(some) >= 0) {
                LockSupport.parkNanos(1_000_000);
            }
            return null;
        });
        byte[] endless = new byte[256 << 20];
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> stream.write(endless)).isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
        assertThat(drain.failure()).isInstanceOf(SocketException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeadlineThatIsCancelledWhileACallIsBlockedIsLifted(boolean writing) throws Exception {
        Duration time = Duration.ofSeconds(1); // enough to cancel it in time even on a busy machine
        Background<byte[]> helper;
        try (Timeout timeout = Timeout.after(time)) {
            Thread caller = Thread.currentThread();
            helper = Background.run(() -> {
                Threads.awaitBlocked(caller);
                timeout.cancel();
                outlast(time.plus(SHORT));
                send("late");
                return far.getInputStream().readNBytes(writing ? BUFFER + 1 : 0);
            });
            if (writing) {
                stream.write(new byte[BUFFER + 1]);
            } else {
                assertThat(stream.read()).isEqualTo("late".getBytes(US_ASCII));
            }
        }
        assertThat(helper.get()).hasSize(writing ? BUFFER + 1 : 0);
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void aDeadlineConcernsItsThreadAlone() throws Exception {
        Background<byte[]> reader = blockedReader(false);
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(NetworkTimeoutException.class);
            send("x");
        }
        assertThat(reader.get()).containsExactly('x');
    }

    /** Waits by a read that times out, which other tests check. */
    private static void outlast(Duration time) throws Exception {
        try (MemoryPair silent = MemoryBackend.pair();
                Timeout timeout = Timeout.after(time)) {
            assertThatThrownBy(() -> silent.client().read()).isInstanceOf(NetworkTimeoutException.class);
        }
    }
}
