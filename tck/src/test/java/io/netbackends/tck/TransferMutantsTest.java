// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The kit detects defective transfers. */
class TransferMutantsTest {
    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new StreamMutant(defect), ids);
    }

    @Test
    void anEmptyArrayForAReadThatWouldBlockIsFoundOut() {
        assertKilled(WouldBlock::new, "EOF_04");
    }

    private static final class WouldBlock extends StreamMutant.Defect {
        WouldBlock(NetworkStreamInterface sound) {
            super(sound);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            try (Timeout deadline = Timeout.after(Duration.ofMillis(2))) {
                return super.read(dst);
            } catch (NetworkTimeoutException e) {
                return 0;
            }
        }
    }

    @Test
    void aResetTakenForTheEndIsFoundOut() {
        assertKilled(stream -> new ResetIsEnd(stream, 0), "EOF_09");
    }

    @Test
    void aResetReportedOnceAndThenTheEndIsFoundOut() {
        assertKilled(stream -> new ResetIsEnd(stream, 1), "EOF_09");
    }

    private static final class ResetIsEnd extends StreamMutant.Defect {
        private int reports;

        ResetIsEnd(NetworkStreamInterface sound, int reports) {
            super(sound);
            this.reports = reports;
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            try {
                return super.read(dst);
            } catch (SocketException e) {
                if (reports-- > 0) {
                    throw e;
                }
                return -1;
            }
        }
    }

    @Test
    void dataDroppedBecauseThePeerHasGoneIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        ByteBuffer ahead = ByteBuffer.allocate(1024);
                        while (super.read(ahead) > 0) {}
                        return -1;
                    }
                },
                "EOF_01");
    }

    @Test
    void anEmptyWriteThatEndsTheOutputIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        if (src.hasRemaining()) {
                            super.write(src);
                        } else {
                            super.shutdownOutput();
                        }
                    }
                },
                "XFER_08");
    }

    @Test
    void anEmptyWriteThatClosesIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        if (src.hasRemaining()) {
                            super.write(src);
                        } else {
                            super.close();
                        }
                    }
                },
                "XFER_08");
    }

    @Test
    void anArrayWrittenFromItsStartIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        if (src.hasArray()) {
                            super.write(ByteBuffer.wrap(src.array(), 0, src.remaining()));
                            src.position(src.limit());
                        } else {
                            super.write(src);
                        }
                    }
                },
                "XFER_09");
    }

    @Test
    void anArrayOffsetForgottenIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        if (src.hasArray()) {
                            super.write(ByteBuffer.wrap(src.array(), src.position(), src.remaining()));
                            src.position(src.limit());
                        } else {
                            super.write(src);
                        }
                    }
                },
                "XFER_09");
    }

    @Test
    void aPositionThatAWriteDoesNotMoveIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        super.write(src.duplicate());
                    }
                },
                "XFER_09");
    }

    @Test
    void aBufferFilledFromItsStartIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        int n = super.read(dst.duplicate().position(0).limit(dst.remaining()));
                        dst.position(dst.position() + Math.max(0, n));
                        return n;
                    }
                },
                "XFER_10");
    }

    @Test
    void aBufferFlippedByReadIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        int n = super.read(dst);
                        dst.flip();
                        return n;
                    }
                },
                "XFER_10");
    }

    @Test
    void aPartTakenForTheWholeOfAWriteIsFoundOut() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        int n = Math.min(src.remaining(), 32 * 1024);
                        super.write(src.duplicate().limit(src.position() + n));
                        src.position(src.limit());
                    }
                },
                "XFER_04");
    }
}
