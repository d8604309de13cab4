// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The kit detects backends with defects in the deadlines of writes. */
@Thorough
class WriteDeadlineMutantsTest {
    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String id) {
        Mutants.assertKilled(new StreamMutant(defect), id);
    }

    @Test
    void aTimeoutThatStartsAnewWithEachPiece() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        Duration timeout = Duration.ofNanos(Timeout.remainingNanos());
                        while (src.hasRemaining()) {
                            int n = Math.min(src.remaining(), 4 * 1024);
                            ByteBuffer piece = src.slice(src.position(), n);
                            Detached.call(timeout, () -> {
                                writeSoundly(piece);
                                return true;
                            });
                            src.position(src.position() + n);
                        }
                    }
                },
                "DLW_03");
    }

    @Test
    void whatHasRoomWrittenWithoutALookAtTheDeadline() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        if (src.remaining() > 1024) {
                            super.write(src);
                            return;
                        }
                        Detached.call(() -> {
                            writeSoundly(src);
                            return true;
                        });
                    }
                },
                "DLW_02");
    }
}
