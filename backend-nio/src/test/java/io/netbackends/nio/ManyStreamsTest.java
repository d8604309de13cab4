// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of streams, each with a virtual thread that is blocked in a read. */
class ManyStreamsTest {
    private static final int STREAMS = 10_000;

    /** More than the platform threads of the JDK (carriers, pollers), the backend and the test together. */
    private static final int A_HANDFUL = 20;

    /**
     * The descriptors of the JDK and the backend besides the streams: selectors, and jars that are opened meanwhile. The
     * number may be negative, since selectors of threads that ended in earlier tests are closed a little later.
     */
    private static final int A_FEW_DESCRIPTORS = 100;

    private final UnixOperatingSystemMXBean system =
            (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void blockedReadersNeedADescriptorEachAndAHandfulOfThreads(boolean deadline) throws Exception {
        assumeTrue(Threads.virtualAvailable(), "needs virtual threads");
        assumeTrue(system.getMaxFileDescriptorCount() > STREAMS + 2000, "needs more descriptors");
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        long descriptorsBefore = system.getOpenFileDescriptorCount();

        try (Crowd crowd = new Crowd(deadline);
                ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(120), crowd)) {
            crowd.awaitBlocked();
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - threadsBefore)
                    .as("platform threads")
                    .isLessThan(A_HANDFUL);
            assertThat(system.getOpenFileDescriptorCount() - descriptorsBefore)
                    .as("descriptors")
                    .isLessThan(STREAMS + A_FEW_DESCRIPTORS);
            crowd.awaitCarriers();
            crowd.sendToAll();
            assertThat(crowd.received.get()).isEqualTo(STREAMS);
        }
    }

    /** The streams, and listeners that accept only when they have data to send, so they need no descriptors before. */
    private static final class Crowd implements Closeable {
        private static final int BACKLOG = 2_000;

        private final List<ServerSocket> servers = new ArrayList<>();
        private final List<NetworkStreamInterface> streams = new ArrayList<>();
        private final List<Thread> readers = new ArrayList<>();
        final AtomicInteger received = new AtomicInteger();

        Crowd(boolean deadline) throws IOException {
            NioBackend backend = new NioBackend();
            while (streams.size() < STREAMS) {
                ServerSocket server = new ServerSocket();
                server.bind(new InetSocketAddress("127.0.0.1", 0), BACKLOG);
                servers.add(server);
                for (int i = 0; i < BACKLOG; i++) {
                    NetworkStreamInterface stream = backend.connect("127.0.0.1", server.getLocalPort());
                    streams.add(stream);
                    readers.add(Threads.startVirtual(() -> read(stream, deadline)));
                }
            }
        }

        private void read(NetworkStreamInterface stream, boolean deadline) {
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(600))) {
                if (!deadline) {
                    timeout.cancel();
                }
                received.addAndGet(stream.read().length);
            } catch (IOException e) {
                // the count will show it
            }
        }

        void awaitBlocked() {
            while (!readers.stream().allMatch(Crowd::isBlocked)) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }

        private static boolean isBlocked(Thread reader) {
            return reader.getState() == Thread.State.WAITING || reader.getState() == Thread.State.TIMED_WAITING;
        }

        /** More virtual threads than there are carriers can work at the same time. */
        void awaitCarriers() throws InterruptedException {
            CountDownLatch met = new CountDownLatch(Runtime.getRuntime().availableProcessors());
            for (long i = met.getCount(); i > 0; i--) {
                Threads.startVirtual(() -> {
                    met.countDown();
                    while (met.getCount() > 0) { // occupies its carrier
                        Thread.onSpinWait();
                    }
                });
            }
            met.await();
        }

        void sendToAll() throws Exception {
            for (ServerSocket server : servers) {
                for (int i = 0; i < BACKLOG; i++) {
                    try (Socket accepted = server.accept()) {
                        accepted.getOutputStream().write(42);
                    }
                }
            }
            for (Thread reader : readers) {
                reader.join();
            }
        }

        @Override
        public void close() throws IOException {
            for (ServerSocket server : servers) {
                server.close();
            }
            for (NetworkStreamInterface stream : streams) {
                stream.close();
            }
        }
    }
}
