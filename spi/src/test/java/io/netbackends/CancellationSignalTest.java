// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationSignalTest {
    private final CancellationSignal signal = new CancellationSignal();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void itClosesWhatIsRegisteredOnce() {
        signal.closing(closed::incrementAndGet);
        signal.cancel();
        signal.cancel();
        assertThat(closed).hasValue(1);
        assertThat(signal).hasToString("<CancellationSignal CANCELLED>");
    }

    @Test
    void itDoesNothingToWhatWasTakenBack() {
        signal.closing(closed::incrementAndGet).close();
        signal.cancel();
        assertThat(closed).hasValue(0);
    }

    @Test
    void whatComesAfterwardsIsClosedAtOnce() {
        signal.cancel();
        signal.closing(closed::incrementAndGet);
        assertThat(closed).hasValue(1);
    }

    @Test
    void aResourceThatCannotBeClosedDoesNotKeepTheOthersOpen() {
        signal.closing(() -> {
            throw new IOException("no");
        });
        signal.closing(() -> {
            throw new IllegalStateException("defect");
        });
        signal.closing(closed::incrementAndGet);
        assertThatNoException().isThrownBy(signal::cancel);
        assertThat(closed).hasValue(1);
    }

    @Test
    void checkFailsFromThenOn() throws Exception {
        signal.check("connect to host:80");
        signal.cancel();
        assertThatExceptionOfType(NetworkStreamClosedException.class)
                .isThrownBy(() -> signal.check("connect to host:80"))
                .withMessage("connect to host:80: the connect was cancelled");
    }
}
