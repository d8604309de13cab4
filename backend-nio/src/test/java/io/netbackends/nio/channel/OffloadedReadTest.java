// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.VirtualThreads;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The use of the bytes that a helper reads. */
class OffloadedReadTest {
    private final BlockingQueue<Object> arrivals = new LinkedBlockingQueue<>();
    private final OffloadedRead read = new OffloadedRead(this::read);
    private volatile boolean helperIsVirtual;

    @Test
    void whatComesTooLateIsKeptAndTakenInParts() throws Exception {
        read.begin();
        assertTimesOut();
        assertTimesOut();
        assertThat(read.isInUse()).isTrue();
        arrivals.add("abcde");
        assertThat(take(2)).isEqualTo("ab");
        assertThat(read.isInUse()).isTrue();
        assertThat(take(9)).isEqualTo("cde");
        assertThat(read.isInUse()).isFalse();
    }

    @Test
    void canBeUsedAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            read.begin();
            arrivals.add("x" + i);
            assertThat(take(9)).isEqualTo("x" + i);
        }
    }

    @Test
    void endOfStreamIsKeptToo() throws Exception {
        read.begin();
        assertTimesOut();
        arrivals.add("");
        assertThat(read.take(ByteBuffer.allocate(1), "read")).isEqualTo(-1);
        assertThat(read.isInUse()).isFalse();
    }

    @Test
    void failureIsKeptToo() throws Exception {
        read.begin();
        assertTimesOut();
        IOException failure = new IOException("reset");
        arrivals.add(failure);
        assertThatThrownBy(() -> take(1)).isSameAs(failure);
        assertThat(read.isInUse()).isFalse();
    }

    @Test
    void errorOfTheHelperEndsTheWait() throws Exception {
        read.begin();
        arrivals.add(new OutOfMemoryError("no memory"));
        assertThatThrownBy(() -> take(1)).isInstanceOf(IOException.class).hasRootCauseMessage("no memory");
    }

    @Test
    void bytesGoWhereTheBufferSays() throws Exception {
        read.begin();
        arrivals.add("abc");
        ByteBuffer dst = ByteBuffer.allocateDirect(8).position(3).limit(5);
        assertThat(read.take(dst, "read")).isEqualTo(2);
        assertThat(dst).isEqualTo(ByteBuffer.allocate(8).position(5).limit(5));
        assertThat(dst.get(3)).isEqualTo((byte) 'a');
        assertThat(dst.get(4)).isEqualTo((byte) 'b');
    }

    @Test
    void helperIsAThreadOfTheSameKind() throws Exception {
        assumeTrue(Threads.virtualAvailable(), "needs virtual threads");
        for (boolean virtual : new boolean[] {true, false}) {
            Background<String> reader = Background.run(virtual, () -> {
                read.begin();
                arrivals.add("x");
                return take(9);
            });
            assertThat(reader.get()).isEqualTo("x");
            assertThat(helperIsVirtual).isEqualTo(virtual);
        }
    }

    private void assertTimesOut() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ofMillis(20))) {
            assertThatThrownBy(() -> take(1)).isInstanceOf(NetworkTimeoutException.class);
            assertThat(timeout.isExpired()).isTrue();
        }
    }

    private String take(int atMost) throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(atMost);
        read.take(dst, "read");
        return new String(dst.array(), 0, dst.position(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    private int read(ByteBuffer dst) throws IOException {
        helperIsVirtual = VirtualThreads.isCurrent();
        try {
            Object arrival = arrivals.take();
            if (arrival instanceof IOException failure) {
                throw failure;
            }
            if (arrival instanceof Error error) {
                throw error;
            }
            String text = (String) arrival;
            dst.put(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return text.isEmpty() ? -1 : text.length();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
