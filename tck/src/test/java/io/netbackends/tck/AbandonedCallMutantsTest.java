// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kit detects helper threads that continue a call after it has timed out. */
@Thorough
class AbandonedCallMutantsTest {
    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String id) {
        Mutants.assertKilled(new StreamMutant(defect), id);
    }

    @Test
    void aHelperThatGoesOnReadingIntoTheCallersBuffer() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    private @Nullable ByteBuffer buffer;
                    private @Nullable Future<Integer> underWay;

                    /** The next read gets the data that the previous one has read meanwhile. */
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        ByteBuffer into = buffer == null ? dst.duplicate() : buffer;
                        Future<Integer> call = underWay == null ? Detached.start(() -> super.read(into)) : underWay;
                        buffer = into;
                        underWay = call;
                        int n = Detached.await(call);
                        buffer = null;
                        underWay = null;
                        if (n > 0) {
                            dst.put(into.flip().position(into.limit() - n));
                        }
                        return n;
                    }
                },
                "DLR_08");
    }

    @Test
    void aHelperThatSwallowsWhatComesLate() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    private @Nullable Future<Integer> abandoned;

                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        if (abandoned != null) {
                            Detached.await(abandoned);
                            abandoned = null;
                        }
                        ByteBuffer own = ByteBuffer.allocate(dst.remaining());
                        Future<Integer> call = Detached.start(() -> super.read(own));
                        try {
                            int n = Detached.await(call);
                            dst.put(own.flip());
                            return n;
                        } catch (NetworkTimeoutException e) {
                            abandoned = call;
                            throw e;
                        }
                    }
                },
                "DLR_07");
    }

    @Test
    void aHelperThatGoesOnWritingTheCallersBuffer() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        ByteBuffer same = src.duplicate();
                        Detached.await(Detached.start(() -> {
                            writeSoundly(same);
                            return true;
                        }));
                        src.position(src.limit());
                    }
                },
                "DLW_06");
    }

    @Test
    void aHelperThatGoesOnWritingTheCallersArray() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(byte[] data) throws IOException {
                        Detached.await(Detached.start(() -> {
                            writeSoundly(ByteBuffer.wrap(data));
                            return true;
                        }));
                    }
                },
                "DLW_06");
    }

    @Test
    void aHelperThatGoesOnTellingTheCallersBufferHowFarItIs() {
        assertKilled(
                stream -> new StreamMutant.Defect(stream) {
                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        ByteBuffer copy = ByteBuffer.allocate(src.remaining());
                        copy.put(src.duplicate()).flip();
                        int begin = src.position();
                        Detached.await(Detached.start(() -> {
                            while (copy.hasRemaining()) {
                                int n = Math.min(copy.remaining(), 4 * 1024);
                                writeSoundly(copy.slice(copy.position(), n));
                                copy.position(copy.position() + n);
                                src.position(begin + copy.position());
                            }
                            return true;
                        }));
                    }
                },
                "DLW_09");
    }
}
