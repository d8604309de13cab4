// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.memory.MemorySocket;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The kit detects backends with defects in the deadlines of reads. */
@Thorough
class ReadDeadlineMutantsTest {
    /** Longer than the peer on a busy machine needs for its next byte; that peer sends for more than three seconds. */
    private static final Duration ANEW = Duration.ofSeconds(1);

    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String id) {
        Mutants.assertKilled(new StreamMutant(defect), id);
    }

    @Test
    void aRestOfAMillisecondRoundedDownToForEver() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        Timeout.check("read");
                        Duration rounded = Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(Timeout.remainingNanos()));
                        return rounded.isZero()
                                ? Detached.call(() -> super.read(dst))
                                : Detached.call(rounded, () -> super.read(dst));
                    }
                },
                "DLR_05");
    }

    @Test
    void anIntThatOverflows() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        long remaining = Timeout.remainingNanos();
                        if (remaining == Long.MAX_VALUE) {
                            return super.read(dst);
                        }
                        int millis = (int) TimeUnit.NANOSECONDS.toMillis(remaining) + 1;
                        if (millis < 0) {
                            throw new NetworkTimeoutException("read", Duration.ofMillis(millis));
                        }
                        return Detached.call(Duration.ofMillis(millis), () -> super.read(dst));
                    }
                },
                "DLR_06");
    }

    @Test
    void aTimeoutThatStartsAnewWithEachRead() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        return Timeout.isActive() ? Detached.call(ANEW, () -> super.read(dst)) : super.read(dst);
                    }
                },
                "DLR_04");
    }

    @Test
    void dataThatWaitsReadWithoutALookAtTheDeadline() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        boolean waits = MemorySocket.of(this).getInputStream().available() > 0;
                        return waits ? Detached.call(() -> super.read(dst)) : super.read(dst);
                    }
                },
                "DLR_02");
    }

    @Test
    void aTimeoutLeftOnTheSocket() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    private long timeout = Long.MAX_VALUE;

                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        long remaining = Timeout.remainingNanos();
                        if (remaining < Long.MAX_VALUE) {
                            timeout = remaining;
                        }
                        return timeout == Long.MAX_VALUE
                                ? super.read(dst)
                                : Detached.call(Duration.ofNanos(timeout), () -> super.read(dst));
                    }
                },
                "DLR_09");
    }
}
