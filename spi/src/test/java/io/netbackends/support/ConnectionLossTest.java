// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionLossTest {
    private final IOException loss = new IOException("Connection reset by peer");
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aWriterWhoIsAboutToLearnOfItIsWaitedFor() {
        assertThat(ConnectionLoss.knownToTheWriter(
                        () -> asked.incrementAndGet() < 5, () -> asked.get() < 5 ? null : loss))
                .isSameAs(loss);
    }

    @Test
    void aWriterWhoIsStuckIsNotWaitedForForLong() {
        assertThat(ConnectionLoss.knownToTheWriter(() -> asked.incrementAndGet() < 50, () -> null))
                .isNull();
        assertThat(asked).hasValueBetween(2, 25);
    }

    @Test
    void whereNobodyWritesNobodyIsWaitedFor() {
        assertThat(ConnectionLoss.knownToTheWriter(() -> asked.incrementAndGet() < 0, () -> loss))
                .isSameAs(loss);
        assertThat(asked).hasValue(1);
    }
}
