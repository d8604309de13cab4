// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kit detects backends that apply a deadline to another thread, or leave one behind. */
@Thorough
class ScopeMutantsTest {
    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new StreamMutant(defect), ids);
    }

    @Test
    void aDeadlineKeptWithTheStream() {
        assertKilled(DeadlineOfTheStream::new, "DLR_10", "TMO_12");
    }

    /** The deadline of one thread applies to all, until that thread calls without one. */
    private static final class DeadlineOfTheStream extends StreamMutant.Defect {
        private volatile @Nullable Kept kept;

        private record Kept(Thread broughtBy, Timeout deadline) {}

        DeadlineOfTheStream(NetworkStreamInterface sound) {
            super(sound);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            try (Timeout deadline = current()) {
                return super.read(dst);
            }
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            try (Timeout deadline = current()) {
                super.write(src);
            }
        }

        private @Nullable Timeout current() {
            long remaining = Timeout.remainingNanos();
            Kept before = kept;
            if (remaining < Long.MAX_VALUE) {
                Timeout deadline = Timeout.after(Duration.ofNanos(remaining));
                kept = new Kept(Thread.currentThread(), deadline);
                return deadline;
            }
            if (before == null || before.broughtBy == Thread.currentThread()) {
                kept = null;
                return null;
            }
            return Timeout.after(before.deadline.remaining());
        }
    }

    @Test
    void aTimeoutOfItsOwnInPlaceOfTheCallers() {
        Duration own = TckTimes.moment().multipliedBy(2).plus(TckTimes.slack());
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        return Detached.call(own, () -> super.read(dst));
                    }
                },
                "TMO_02");
    }

    @Test
    @SuppressWarnings("resource") // the defect
    void aTimeoutOfItsOwnThatIsNeverClosed() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        Timeout.after(Duration.ofHours(1));
                        return super.read(dst);
                    }
                },
                "TMO_04",
                "TMO_14");
    }

    @Test
    void aTimeoutOfItsOwnThatIsNotClosedWhenTheCallFails() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        Timeout own = Timeout.after(Duration.ofHours(1));
                        int n = super.read(dst);
                        own.close();
                        return n;
                    }
                },
                "TMO_04",
                "TMO_14");
    }
}
