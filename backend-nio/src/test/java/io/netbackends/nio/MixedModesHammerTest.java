// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Changing deadlines in both directions, on threads of both kinds, with a peer that echoes all data. */
class MixedModesHammerTest extends ConnectedTestBase {
    private static final int TOTAL = 4 << 20;
    private static final int CALLS_ON_A_THREAD = 20;

    /** Uses the stream a number of times; returns its progress. */
    private interface Step {
        int run(int done, Random random) throws IOException;
    }

    @RepeatedTest(4)
    void everyByteArrivesInOrder(RepetitionInfo repetition) throws Exception {
        int seed = repetition.getCurrentRepetition();
        Background<Void> echo = Background.run(() -> echo(far));
        Background<Void> writer = Background.run(() -> runToTheEnd(new Random(seed), this::write));
        Background<Void> reader = Background.run(() -> runToTheEnd(new Random(-seed), this::read));
        writer.get();
        reader.get();
        stream.shutdownOutput();
        echo.get();
    }

    /** Makes every few calls on a new thread, platform or virtual, so that the channel moves between selectors. */
    private static Void runToTheEnd(Random random, Step step) throws Exception {
        int done = 0;
        while (done < TOTAL) {
            int start = done;
            boolean virtual = Threads.virtualAvailable() && random.nextBoolean();
            done = Background.run(virtual, () -> {
                        int n = start;
                        for (int i = 0; i < CALLS_ON_A_THREAD && n < TOTAL; i++) {
                            n = step.run(n, random);
                        }
                        return n;
                    })
                    .get();
        }
        return null;
    }

    private int write(int done, Random random) throws IOException {
        ByteBuffer src = random.nextBoolean() ? ByteBuffer.allocate(128 << 10) : ByteBuffer.allocateDirect(128 << 10);
        src.limit(Math.min(TOTAL - done, 1 + random.nextInt(src.capacity())));
        for (int i = 0; i < src.limit(); i++) {
            src.put(i, (byte) (done + i));
        }
        within(random.nextBoolean() ? LONG : null, () -> stream.write(src));
        return done + src.limit();
    }

    private int read(int done, Random random) throws IOException {
        ByteBuffer dst = random.nextBoolean() ? ByteBuffer.allocate(128 << 10) : ByteBuffer.allocateDirect(128 << 10);
        dst.limit(1 + random.nextInt(dst.capacity()));
        Duration deadline = random.nextInt(3) == 0
                ? null
                : random.nextBoolean() ? LONG : Duration.ofNanos(random.nextInt(2_000_000));
        try {
            within(deadline, () -> stream.read(dst));
        } catch (NetworkTimeoutException e) {
            assertThat(dst.position()).isZero();
        }
        for (int i = 0; i < dst.position(); i++) {
            assertThat(dst.get(i)).isEqualTo((byte) (done + i));
        }
        return done + dst.position();
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void within(Duration deadline, Call call) throws IOException {
        if (deadline == null) {
            call.run();
            return;
        }
        try (Timeout timeout = Timeout.after(deadline)) {
            call.run();
        }
    }

    /** In bursts, so that writers block sometimes. */
    private static Void echo(Socket far) throws IOException {
        byte[] burst = new byte[300_000];
        for (int n = read(far, burst); n > 0; n = read(far, burst)) {
            far.getOutputStream().write(burst, 0, n);
        }
        return null;
    }

    private static int read(Socket far, byte[] burst) throws IOException {
        return far.getInputStream().read(burst);
    }
}
