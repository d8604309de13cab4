// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResetDetectorTest {
    private final IOException loss = new IOException("Connection reset by peer");
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void waitsForAWriterThatIsAboutToReportTheLoss() {
        assertThat(ResetDetector.writerFailure(() -> asked.incrementAndGet() < 5, () -> asked.get() < 5 ? null : loss))
                .isSameAs(loss);
    }

    @Test
    void doesNotWaitLongForAWriterThatIsStuck() {
        assertThat(ResetDetector.writerFailure(() -> asked.incrementAndGet() < 50, () -> null))
                .isNull();
        assertThat(asked).hasValueBetween(2, 25);
    }

    @Test
    void doesNotWaitWithoutAWriter() {
        assertThat(ResetDetector.writerFailure(() -> asked.incrementAndGet() < 0, () -> loss))
                .isSameAs(loss);
        assertThat(asked).hasValue(1);
    }
}
