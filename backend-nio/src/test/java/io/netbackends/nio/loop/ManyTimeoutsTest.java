// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.Ticker;
import io.netbackends.nio.channel.ConnectedChannel;
import io.netbackends.support.AsyncNetworkStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A loop ends thousands of reads at their common deadline. */
class ManyTimeoutsTest {
    /** Two descriptors each, within a limit of 1024, which is common on Linux. */
    private static final int CONNECTIONS = Integer.getInteger("netbackends.test.connections", 400);

    /** Generous: other tests may run at the same time. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SelectorLoop loop = new SelectorLoop("loop-of-timeouts", MOST_NANOS);

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // counts the results of the reads
    void readsOfManyConnectionsTimeOutTogether() throws Exception {
        List<SocketChannel> farEnds = new ArrayList<>();
        List<AsyncNetworkStream> streams = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(CONNECTIONS);
        AtomicInteger timeouts = new AtomicInteger();
        AtomicLong last = new AtomicLong();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = SocketChannel.open(server.getLocalAddress());
                farEnds.add(server.accept());
                ConnectedChannel connected = ConnectedChannel.connected(channel, Map.of());
                streams.add(new AsyncNetworkStream(new AsyncChannelTransport(loop, connected, null), connected));
            }

            long due;
            try (Timeout deadline = Timeout.after(Duration.ofSeconds(1))) {
                due = Ticker.SYSTEM.read() + Timeout.remainingNanos();
                for (AsyncNetworkStream stream : streams) {
                    stream.read(1).whenComplete((bytes, failure) -> {
                        if (failure instanceof NetworkTimeoutException) {
                            timeouts.incrementAndGet();
                        }
                        last.set(Ticker.SYSTEM.read());
                        over.countDown();
                    });
                }
            }

            assertTrue(over.await(30, TimeUnit.SECONDS));
            long late = last.get() - due;
            assertEquals(CONNECTIONS, timeouts.get());
            assertTrue(late < MOST_NANOS, () -> "the last read ended " + late + " ns after the deadline");
        } finally {
            for (AsyncNetworkStream stream : streams) {
                stream.close().get(30, TimeUnit.SECONDS);
            }
            for (SocketChannel far : farEnds) {
                far.close();
            }
        }
    }
}
