// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.memory.MemoryPair;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

/** Allocations of reads and writes while no recording runs, also after one has run. */
class JfrAllocationTest {
    private static final int OPERATIONS = 20_000;

    /** Tolerates occasional objects of the JDK; one object for each operation would be sixteen times as much. */
    private static final double BYTES_PER_OPERATION = 1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void readsAndWritesAllocateNothingWhileNoRecordingRuns() throws Exception {
        MemoryPair pair = MemoryBackend.pair();
        ObservedConnection connection = ObservedConnection.with(null);
        try (NetworkStreamInterface near = new JfrStream(pair.client(), connection);
                NetworkStreamInterface far = new JfrStream(pair.server(), connection)) {
            exchange(near, far);
            long before = threads.getCurrentThreadAllocatedBytes();
            exchange(near, far);
            assertThat((threads.getCurrentThreadAllocatedBytes() - before) / (2.0 * OPERATIONS))
                    .isLessThan(BYTES_PER_OPERATION);
        }
    }

    @Test
    void afterARecordingTheyAllocateNothingEither() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
        }
        readsAndWritesAllocateNothingWhileNoRecordingRuns();
    }

    @Test
    void whileNoRecordingRunsAFutureIsTheOneOfTheTransport() throws Exception {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        CompletableFuture<Void> written = new CompletableFuture<>();
        MemoryBackend net = new MemoryBackend();
        try (NetworkListenerInterface listener = net.listen("api.test", 80)) {
            AsyncNetworkStreamInterface transport =
                    new AsyncForwardingNetworkStream(
                            net.async().connect("api.test", 80).join()) {
                        @Override
                        public CompletableFuture<byte[]> read(int maxBytes) {
                            return read;
                        }

                        @Override
                        public CompletableFuture<Void> write(ByteBuffer src) {
                            return written;
                        }
                    };
            AsyncNetworkStreamInterface stream = new AsyncJfrStream(transport, ObservedConnection.with(null));
            assertThat(stream.read(1)).isSameAs(read);
            assertThat(stream.write(ByteBuffer.allocate(1))).isSameAs(written);
            stream.close().join();
        }
    }

    private static void exchange(NetworkStreamInterface near, NetworkStreamInterface far) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(64);
        for (int i = 0; i < OPERATIONS; i++) {
            message.clear();
            near.write(message);
            message.clear();
            far.read(message);
        }
    }
}
