// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The kit detects backends with defects in idle timeouts. */
@Thorough
@Execution(ExecutionMode.CONCURRENT)
class IdleMutantsTest {
    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new StreamMutant(defect), ids);
    }

    @Test
    void anIdleTimeoutTakenForADeadline() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        long remaining = Timeout.remainingNanos();
                        return remaining == Long.MAX_VALUE
                                ? super.read(dst)
                                : Detached.call(Duration.ofNanos(remaining), () -> super.read(dst));
                    }

                    @Override
                    public void startTls(SSLEngine engine) throws IOException {
                        long remaining = Timeout.remainingNanos();
                        Detached.call(Duration.ofNanos(remaining), () -> {
                            super.startTls(engine);
                            return true;
                        });
                    }
                },
                "IDL_01",
                "IDL_02",
                "IDL_03",
                "IDL_04");
    }

    @Test
    void aDeadlineTakenForAnIdleTimeout() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        return Detached.call(() -> {
                            try (Timeout prolonged = Timeout.idle(Duration.ofSeconds(1))) {
                                return super.read(dst);
                            }
                        });
                    }
                },
                "IDL_05");
    }

    @Test
    void anIdleTimeoutThatIsReportedAsADeadline() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        try {
                            return super.read(dst);
                        } catch (NetworkTimeoutException e) {
                            throw new NetworkTimeoutException(e.operation(), e.duration());
                        }
                    }
                },
                "IDL_01");
    }
}
