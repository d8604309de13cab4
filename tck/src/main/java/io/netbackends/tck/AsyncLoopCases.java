// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Many streams and functions share threads, and none blocks the others. */
final class AsyncLoopCases {
    private static final int STREAMS = 64;
    private static final int EXCHANGES = 10;
    private static final int TIMEOUTS = 250;

    private AsyncLoopCases() {}

    @Behaviour(
            id = "ASY_29",
            rule = Rule.D22,
            title = "on an event loop, a function that waits for a call by join or get fails immediately",
            hint = "join and get of an incomplete future on the thread that completes futures",
            needs = Capability.EVENT_LOOP)
    static void waitingOnTheLoopFails(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AsyncStreamAndPeer other = kit.connectAsync();
        CompletableFuture<byte[]> pending = other.stream().read(1);
        CompletableFuture<Throwable> joined = connection.stream().read(1).thenApply(b -> failure(pending::join));
        CompletableFuture<Throwable> got = joined.thenApply(failed -> failure(pending::get));

        connection.peer().send("x");

        Expect.failure(IllegalStateException.class, AsyncExpect.value(joined));
        Expect.failure(IllegalStateException.class, AsyncExpect.value(got));
        other.peer().send("y");
        Expect.sameBytes(Bytes.ascii("y"), AsyncExpect.value(pending), "the result of the awaited call");
    }

    private static Throwable failure(Expect.Call call) {
        try {
            call.run();
        } catch (Exception e) {
            return e;
        }
        return new AssertionError("the call returned");
    }

    @Behaviour(
            id = "ASY_30",
            rule = Rule.D22,
            title = "a busy stream with a slow function delays 64 other streams but does not stop them",
            hint = "a loop of reads that complete immediately must let other streams run",
            needs = Capability.EVENT_LOOP)
    static void oneStreamDoesNotStarveOthers(CaseContext kit) throws Exception {
        AsyncStreamAndPeer greedy = kit.connectAsync();
        byte[] block = new byte[64 * 1024];
        kit.script(() -> {
            for (; ; ) {
                greedy.peer().send(block);
            }
        });
        List<AsyncNetworkStreamInterface> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            AsyncStreamAndPeer connection = kit.connectAsync();
            connection.peer().echo();
            streams.add(connection.stream());
        }
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> reading = greedy.stream().readEach(16, bytes -> {
            spin(Duration.ofMillis(1));
            return CompletableFuture.completedFuture(!over.get());
        });

        List<CompletableFuture<Integer>> exchanges =
                streams.stream().map(stream -> exchange(stream, 0)).toList();
        for (CompletableFuture<Integer> exchange : exchanges) {
            Expect.equal(EXCHANGES, AsyncExpect.value(exchange), "the number of exchanges");
        }

        over.set(true);
        AsyncExpect.value(reading);
    }

    private static CompletableFuture<Integer> exchange(AsyncNetworkStreamInterface stream, int done) {
        return done == EXCHANGES
                ? CompletableFuture.completedFuture(done)
                : stream.write(Bytes.ascii("x"))
                        .thenCompose(written -> stream.read(1))
                        .thenCompose(bytes -> exchange(stream, done + bytes.length));
    }

    /** Uses the processor, as a slow function does. */
    private static void spin(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @Behaviour(
            id = "ASY_34",
            rule = Rule.D17,
            title = "250 reads whose deadlines pass within a second time out, each at its own deadline",
            hint = "the timers: their order, and several that are due together")
    static void manyDeadlines(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        List<AsyncNetworkStreamInterface> streams = new ArrayList<>();
        for (int i = 0; i < TIMEOUTS; i++) {
            streams.add(kit.connectAsync(listener).stream());
        }

        List<Duration> deadlines = new ArrayList<>();
        List<CompletableFuture<Duration>> ends = new ArrayList<>();
        for (int i = 0; i < TIMEOUTS; i++) {
            Duration deadline = Duration.ofMillis(1000L * ((i * 7L) % TIMEOUTS) / TIMEOUTS);
            AsyncNetworkStreamInterface stream = streams.get(i);
            long start = System.nanoTime();
            deadlines.add(deadline);
            ends.add(Timeout.within(deadline, scope -> stream.read(1)).handle((bytes, failure) -> {
                Expect.failure(NetworkTimeoutException.class, failure);
                return Duration.ofNanos(System.nanoTime() - start);
            }));
        }

        for (int i = 0; i < TIMEOUTS; i++) {
            Duration end = AsyncExpect.value(ends.get(i));
            Duration deadline = deadlines.get(i);
            Expect.that(
                    end.compareTo(deadline.minus(TckTimes.early())) >= 0
                            && end.compareTo(deadline.plus(TckTimes.slack())) <= 0,
                    "a read timed out after " + end + "; its deadline was " + deadline);
        }
    }
}
