// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** No other code sees the {@code SO_TIMEOUT} that reads leave at the socket. */
class ReadTimeoutTest extends ConnectedTestBase {
    private void readUnder(Duration time) throws Exception {
        send("x");
        try (Timeout deadline = Timeout.after(time)) {
            assertThat(stream.read(1)).hasSize(1);
        }
    }

    private static Socket recording(List<Integer> set) {
        return new Socket() {
            @Override
            public void setSoTimeout(int timeout) throws SocketException {
                super.setSoTimeout(timeout);
                set.add(timeout);
            }
        };
    }

    @Test
    void theSocketThatIsHandedOutHasNoTimeoutOfAReadBefore() throws Exception {
        readUnder(LONG);

        assertThat(socket().getSoTimeout()).isZero();
    }

    @Test
    void theSocketThatWasHandedOutHasNoTimeoutOfAReadAfterwards() throws Exception {
        Socket socket = socket();
        readUnder(LONG);

        assertThat(socket.getSoTimeout()).isZero();
    }

    @Test
    void theSocketThatIsHandedOutDuringAReadHasNoTimeoutAfterIt() throws Exception {
        Background<byte[]> reader = Background.run(() -> {
            try (Timeout deadline = Timeout.after(LONG)) {
                return stream.read();
            }
        });
        Threads.awaitBlocked(reader.thread());
        Socket socket = socket();
        assertThat(socket.getSoTimeout()).isBetween(1, (int) LONG.toMillis());
        send("x");
        reader.get();

        assertThat(socket.getSoTimeout()).isZero();
    }

    @Test
    void aValueStaysUntilItIsTooLongOrMuchTooShort() throws Exception {
        List<Integer> set = new ArrayList<>();
        try (Socket socket = recording(set)) {
            ReadTimeout timeout = new ReadTimeout(socket);
            for (int left : new int[] {8000, 7500, 6000, 5000, 20_000}) {
                timeout.begin(TimeUnit.MILLISECONDS.toNanos(left));
                timeout.end();
            }
            assertThat(set).containsExactly(7000, 5250, 4375, 17_500);
        }
    }

    @Test
    void theShortestTimeIsNoneThatNeverEnds() throws Exception {
        List<Integer> set = new ArrayList<>();
        try (Socket socket = recording(set)) {
            ReadTimeout timeout = new ReadTimeout(socket);
            for (long nanos : new long[] {1, Long.MAX_VALUE, 2, Long.MAX_VALUE}) {
                timeout.begin(nanos);
                timeout.end();
            }
            assertThat(set).containsExactly(1, SoTimeout.INFINITE, 1, SoTimeout.INFINITE);
        }
    }

    @Test
    void aValueOfAReadThatWokeEarlyIsTakenBack() throws Exception {
        List<Integer> set = new ArrayList<>();
        try (Socket socket = recording(set)) {
            ReadTimeout timeout = new ReadTimeout(socket);
            timeout.begin(TimeUnit.SECONDS.toNanos(8));
            timeout.extend(1000);
            timeout.end();
            timeout.share();
            assertThat(set).containsExactly(7000, 1000, SoTimeout.INFINITE);
        }
    }

    @Test
    void aShorterDeadlineAfterALongerOneIsObeyed() throws Exception {
        readUnder(Duration.ofHours(1)); // the watchdog closes the stream long before this

        try (Timeout deadline = Timeout.after(SHORT)) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
        }
    }

    @Test
    void aLongerDeadlineAfterAShorterOneIsNotCutShort() throws Exception {
        readUnder(SHORT);

        try (Timeout deadline = Timeout.after(SHORT.multipliedBy(2))) {
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            assertThat(deadline.isExpired()).isTrue();
        }
    }

    @Test
    void aReadWithoutADeadlineWaitsLongerThanTheOneBeforeMight() throws Exception {
        readUnder(SHORT);
        Background<byte[]> reader = Background.run(() -> stream.read());
        Threads.awaitBlocked(reader.thread());
        try (Timeout passed = Timeout.after(SHORT.multipliedBy(2))) {
            assertThatThrownBy(() -> SocketBackend.wrap(peerlessSocket()).read())
                    .isInstanceOf(NetworkTimeoutException.class);
        }
        send("late");

        assertThat(reader.get()).isEqualTo("late".getBytes(US_ASCII));
    }
}
