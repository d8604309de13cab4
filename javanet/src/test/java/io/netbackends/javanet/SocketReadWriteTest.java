// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading and writing: the platform's sockets and those of this project. */
@Timeout(60)
class SocketReadWriteTest {
    @ParameterizedTest
    @EnumSource
    void readReturnsWhatIsThereAndThenTheEnd(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.peer().getOutputStream().write(new byte[] {1, 2, 3});
            byte[] bytes = new byte[10];
            assertThat(pair.in().read(bytes, 4, 6)).isEqualTo(3);
            assertThat(bytes).startsWith(0, 0, 0, 0, 1, 2, 3, 0);
            pair.peer().close();
            assertThat(pair.in().read()).isEqualTo(-1);
            assertThat(pair.in().read(bytes)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void badRangesAndEmptyOnes(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            assertThat(pair.in().read(new byte[0])).isZero();
            pair.out().write(new byte[0]);
            assertThatThrownBy(() -> pair.in().read(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> pair.out().write(new byte[4], -1, 3))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> pair.in().read(null, 0, 1)).isInstanceOf(NullPointerException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readThatTimesOutLeavesTheSocketUsable(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            Socket client = pair.client();
            client.setSoTimeout(50);
            long begun = System.nanoTime();
            assertThatThrownBy(pair.in()::read)
                    .isExactlyInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Read timed out");
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
            assertThat(client.isClosed()).isFalse();
            pair.peer().getOutputStream().write(7);
            client.setSoTimeout(0);
            assertThat(pair.in().read()).isEqualTo(7);
            pair.out().write(8);
            assertThat(pair.peer().getInputStream().read()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changedTimeoutHoldsForTheNextRead(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setSoTimeout(60_000);
            pair.peer().getOutputStream().write(7);
            assertThat(pair.in().read()).isEqualTo(7);
            pair.client().setSoTimeout(30);
            Background<Integer> reading = Background.run(() -> pair.in().read()); // abandoned after less than the 60 s
            assertThatThrownBy(reading::get).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void peekOfOneMillisecondLosesNothing(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setSoTimeout(1);
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(pair.in()::read).isInstanceOf(SocketTimeoutException.class);
            }
            pair.client().setSoTimeout(0);
            pair.peer().getOutputStream().write(9);
            assertThat(pair.in().read()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void availableCountsWhatHasCome(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            assertThat(pair.in().available()).isZero();
            pair.peer().getOutputStream().write(new byte[5]);
            pair.in().read();
            InputStream in = pair.in();
            assertThat(in.available()).isEqualTo(4);
            pair.client().close();
            assertThatThrownBy(in::available)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeWakesTheReader(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            InputStream in = pair.in();
            Background<Integer> reading = Background.run(() -> in.read());
            Threads.awaitBlocked(reading.thread());
            pair.client().close();
            assertThat(reading.failure())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket closed");
            assertThatThrownBy(in::read)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeWakesTheWriter(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            Background<Void> writing = Background.run(() -> {
                pair.fillAndBlock();
                return null;
            });
            Threads.awaitBlocked(writing.thread());
            pair.client().close();
            assertThat(writing.failure())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetByThePeerIsReportedByEachRead(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.reset();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(pair.in()::read)
                        .isExactlyInstanceOf(SocketException.class)
                        .hasMessage("Connection reset");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void writeToAPeerThatHasLeftFails(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.reset();
            assertThatThrownBy(pair::fillAndBlock)
                    .isExactlyInstanceOf(SocketException.class)
                    .message()
                    .isIn("Broken pipe", "Connection reset by peer", "Connection reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readersQueue(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            InputStream in = pair.in();
            List<Background<Integer>> readers = IntStream.range(0, 4)
                    .mapToObj(i -> Background.run(() -> in.read()))
                    .toList();
            for (Background<Integer> reader : readers) {
                Threads.awaitBlocked(reader.thread());
            }
            pair.peer().getOutputStream().write(new byte[] {1, 1, 1, 1});
            for (Background<Integer> reader : readers) {
                assertThat(reader.get()).isEqualTo(1);
            }
        }
    }

    /** The platform's sockets do this since JDK 18. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLATFORM")
    void readerThatQueuesTimesOut(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            InputStream in = pair.in();
            Background<Integer> first = Background.run(() -> in.read());
            Threads.awaitBlocked(first.thread());
            pair.client().setSoTimeout(50);
            assertThatThrownBy(in::read)
                    .isExactlyInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Read timed out");
            pair.peer().getOutputStream().write(1);
            assertThat(first.get()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void writersQueue(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            int each = 300_000;
            List<Background<Void>> writers = IntStream.range(1, 4)
                    .mapToObj(i -> Background.<Void>run(() -> {
                        byte[] own = new byte[each];
                        Arrays.fill(own, (byte) i);
                        pair.out().write(own);
                        return null;
                    }))
                    .toList();
            byte[] all = pair.peer().getInputStream().readNBytes(3 * each);
            for (Background<Void> writer : writers) {
                writer.get();
            }
            int changes = 0;
            for (int i = 1; i < all.length; i++) {
                changes += all[i] == all[i - 1] ? 0 : 1;
            }
            assertThat(changes).as("writes were not mixed").isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void urgentData(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setOOBInline(true);
            assertThat(pair.client().getOOBInline()).isTrue();
            if (kind == SocketKind.PLATFORM) {
                pair.client().sendUrgentData(1);
            } else {
                assertThatThrownBy(() -> pair.client().sendUrgentData(1))
                        .isExactlyInstanceOf(SocketException.class)
                        .hasMessage("Urgent data not supported");
            }
        }
    }
}
