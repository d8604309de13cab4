// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads through the socket adaptor, on threads of both kinds. */
class TimedReadTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SO_TIMEOUT = 1234;

    private ChannelPair pair;
    private TimedRead read;

    @BeforeEach
    void connect() throws Exception {
        pair = ChannelPair.connected();
        pair.near().socket().setSoTimeout(SO_TIMEOUT);
        read = new TimedRead(pair.near());
    }

    @AfterEach
    void close() throws Exception {
        pair.close();
    }

    static Stream<ByteBuffer> buffers() {
        return Stream.of(
                ByteBuffer.allocate(8),
                ByteBuffer.allocate(12).position(2).slice(),
                ByteBuffer.allocateDirect(8),
                ByteBuffer.allocate(1 << 20).limit(8));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void bytesGoBetweenPositionAndLimit(ByteBuffer dst) throws Exception {
        send(1, 2, 3, 4);
        dst.position(1).limit(4);
        assertThat(readWithin(LONG, dst)).isEqualTo(3);
        assertThat(dst.position()).isEqualTo(4);
        assertThat(dst.limit()).isEqualTo(4);
        assertThat(dst.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2, 3}));
        assertThat(readWithin(LONG, dst.limit(5).position(4))).isEqualTo(1);
        assertThat(dst.get(4)).isEqualTo((byte) 4);
    }

    @Test
    void readThatTimesOutTakesNothingAndLeavesNothing() throws Exception {
        ByteBuffer dst = ByteBuffer.allocate(8);
        for (int i = 0; i < 3; i++) {
            assertTimesOut(read, dst);
            assertThat(pair.near().socket().getSoTimeout()).isEqualTo(SO_TIMEOUT);
        }
        send(42);
        assertThat(readWithin(LONG, dst)).isEqualTo(1);
        assertThat(dst.get(0)).isEqualTo((byte) 42);
        assertThat(pair.near().socket().getSoTimeout()).isEqualTo(SO_TIMEOUT);
    }

    @Test
    void deadlineThatHasPassedAllowsNoRead() throws Exception {
        send(42);
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> read.read(ByteBuffer.allocate(8), "read"))
                    .isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(readWithin(LONG, ByteBuffer.allocate(8))).isEqualTo(1);
    }

    @Test
    void readWaitsOnWhenItsDeadlineIsCancelled() throws Exception {
        CompletableFuture<Timeout> scope = new CompletableFuture<>();
        Background<Integer> reader = Background.run(() -> {
            try (Timeout timeout = Timeout.after(SHORT.multipliedBy(10))) {
                scope.complete(timeout);
                return read.read(ByteBuffer.allocate(8), "read");
            }
        });
        scope.get().cancel();
        assertTimesOut(new TimedRead(pair.far()), ByteBuffer.allocate(8), SHORT.multipliedBy(20));
        assertThat(reader.thread().isAlive()).isTrue();
        send(42);
        assertThat(reader.get()).isEqualTo(1);
    }

    @Test
    void inputThatWasShutDownIsAtItsEnd() throws Exception {
        Background<Integer> reader = Background.run(() -> readWithin(LONG, ByteBuffer.allocate(8)));
        Threads.awaitBlocked(reader.thread());
        pair.near().shutdownInput();
        assertThat(reader.get()).isEqualTo(-1);
        assertThat(readWithin(LONG, ByteBuffer.allocate(8))).isEqualTo(-1);
        read = new TimedRead(pair.near());
        assertThat(readWithin(LONG, ByteBuffer.allocateDirect(8))).isEqualTo(-1);
    }

    @Test
    void closeEndsARead() throws Exception {
        Background<Integer> reader = Background.run(() -> readWithin(LONG, ByteBuffer.allocate(8)));
        Threads.awaitBlocked(reader.thread());
        pair.near().close();
        assertThat(reader.failure()).isInstanceOf(IOException.class).isNotInstanceOf(NetworkTimeoutException.class);
        assertThatThrownBy(() -> readWithin(LONG, ByteBuffer.allocate(8))).isInstanceOf(IOException.class);
        read = new TimedRead(pair.near());
        assertThatThrownBy(() -> readWithin(LONG, ByteBuffer.allocate(8))).isInstanceOf(IOException.class);
    }

    private int readWithin(Duration time, ByteBuffer dst) throws IOException {
        try (Timeout timeout = Timeout.after(time)) {
            return read.read(dst, "read");
        }
    }

    private static void assertTimesOut(TimedRead read, ByteBuffer dst) {
        assertTimesOut(read, dst, SHORT);
    }

    private static void assertTimesOut(TimedRead read, ByteBuffer dst, Duration time) {
        try (Timeout timeout = Timeout.after(time)) {
            assertThatThrownBy(() -> read.read(dst, "read")).isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
        assertThat(dst.position()).isZero();
    }

    private void send(int... bytes) throws IOException {
        ByteBuffer src = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) {
            src.put((byte) b);
        }
        pair.far().write(src.flip());
    }
}
