// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.net.SocketException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines over a real socket to a plain one. */
class SocketDeadlineTest extends ConnectedTestBase {
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
        assertThat(PlainServer.readExactly(far, 4)).isEqualTo("fine".getBytes(US_ASCII));
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
            PlainServer.trickle(new byte[10_000], Duration.ofMillis(20)).run(far);
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
        Duration time = Duration.ofSeconds(1); // enough to cancel it in time even on a busy machine
        Background<Void> helper;
        try (Timeout timeout = Timeout.after(time)) {
            Thread reader = Thread.currentThread();
            helper = Background.run(() -> {
                Threads.awaitBlocked(reader);
                timeout.cancel();
                // When this is sent, the deadline has passed.
                try (Timeout passed = Timeout.after(time.plus(SHORT))) {
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
        try (Timeout timeout = Timeout.after(ENOUGH_TO_BEGIN)) {
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
    void writeEndedByADeadlineResetsTheConnectionSoThatItIsNotReadAsComplete() throws Exception {
        try (Timeout timeout = Timeout.after(ENOUGH_TO_BEGIN)) {
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
        Background<byte[]> received = Background.run(() -> PlainServer.readExactly(far, 12 << 20));
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
        Duration time = Duration.ofSeconds(1); // enough to cancel it in time even on a busy machine
        Background<byte[]> helper;
        try (Timeout timeout = Timeout.after(time)) {
            Thread writer = Thread.currentThread();
            helper = Background.run(() -> {
                Threads.awaitBlocked(writer);
                timeout.cancel();
                try (Timeout passed = Timeout.after(time.plus(SHORT))) {
                    assertThatThrownBy(
                                    () -> SocketBackend.wrap(peerlessSocket()).read())
                            .isInstanceOf(NetworkTimeoutException.class);
                }
                return PlainServer.readExactly(far, data.length);
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
                .filter(thread -> thread.getName().equals("netbackends-write-watchdog"))
                .toArray(Thread[]::new);
    }
}
