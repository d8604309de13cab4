// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The kit detects backends with defects in interrupts, locks and closing. */
@Thorough
class ConcurrencyMutantsTest {
    @Test
    void aWatchdogThatLeavesItsInterrupt() {
        Mutants.assertKilled(
                new StreamMutant(stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        try {
                            return super.read(dst);
                        } catch (NetworkTimeoutException e) {
                            Thread.currentThread().interrupt();
                            throw e;
                        }
                    }
                }),
                "INT_08");
    }

    @Test
    void anInterruptThatArrivesWithTheTimeoutSwallowed() {
        long onItsWay = Duration.ofMillis(100).toNanos(); // ends early if the interrupt flag is set
        Mutants.assertKilled(
                new StreamMutant(stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        try {
                            return super.read(dst);
                        } catch (NetworkTimeoutException e) {
                            LockSupport.parkNanos(onItsWay);
                            Thread.interrupted();
                            throw e;
                        }
                    }
                }),
                "INT_10");
    }

    @Test
    void oneLockForReadingAndWriting() {
        Mutants.assertKilled(new StreamMutant(stream -> new LockedStream(stream, true, false)), "CON_10");
    }

    @Test
    void aCloseThatWaitsForTheWriter() {
        Mutants.assertKilled(new StreamMutant(stream -> new LockedStream(stream, false, true)), "CON_02");
    }

    @Test
    void anOutputThatIsShutDownWithTheInput() {
        Mutants.assertKilled(
                new StreamMutant(stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public void shutdownOutput() throws IOException {
                        close();
                    }
                }),
                "CON_18");
    }

    @Test
    void aHeldInterruptThatEndsARead() {
        Mutants.assertKilled(
                new StreamMutant(stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        return Detached.call(() -> super.read(dst));
                    }
                }),
                "INT_14");
    }

    @Test
    void closedReportedAsTimeout() {
        Mutants.assertKilled(
                new StreamMutant(stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        try {
                            return super.read(dst);
                        } catch (NetworkStreamClosedException e) {
                            try (Timeout expired = Timeout.after(Duration.ZERO)) {
                                Timeout.check("read");
                            }
                            throw e;
                        }
                    }
                }),
                "CON_01",
                "CON_03");
    }

    @Test
    void closedReportedAsEndOfStream() {
        Mutants.assertKilled(
                new StreamMutant(stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        try {
                            return super.read(dst);
                        } catch (NetworkStreamClosedException e) {
                            return -1;
                        }
                    }
                }),
                "CON_01",
                "CON_03");
    }

    /** Writes under a lock, and reads or closes under the same one. */
    private static final class LockedStream extends ForwardingNetworkStream {
        private final ReentrantLock lock = new ReentrantLock();
        private final boolean reading;
        private final boolean closing;

        LockedStream(NetworkStreamInterface delegate, boolean reading, boolean closing) {
            super(delegate);
            this.reading = reading;
            this.closing = closing;
        }

        private interface Call<T> {
            T run() throws IOException;
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return reading ? locked(() -> super.read(dst)) : super.read(dst);
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            locked(() -> {
                super.write(src);
                return true;
            });
        }

        @Override
        public void close() throws IOException {
            if (!closing) {
                super.close();
                return;
            }
            locked(() -> {
                super.close();
                return true;
            });
        }

        private <T> T locked(Call<T> call) throws IOException {
            lock.lock();
            try {
                return call.run();
            } finally {
                lock.unlock();
            }
        }
    }
}
