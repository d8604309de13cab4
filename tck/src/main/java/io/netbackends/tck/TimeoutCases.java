// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/** The effect on a stream of deadlines that are nested, cancelled, ended or those of another thread. */
final class TimeoutCases {
    private static final Duration MOMENT = TckTimes.moment();
    private static final Duration AMPLE = TckTimes.slack().multipliedBy(4);

    private TimeoutCases() {}

    @Behaviour(
            id = "TMO_01",
            rule = Rule.D17,
            title = "a shorter inner deadline ends a read, and the outer one continues",
            hint = "Timeout.remainingNanos() for the wait, and Timeout.check for the exception")
    static void innerIsShorter(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        try (Timeout outer = Timeout.after(AMPLE)) {
            NetworkTimeoutException timeout =
                    UnderDeadline.timesOut(MOMENT, () -> connection.stream().read(10));
            Expect.equal(MOMENT, timeout.duration(), "the duration that the timeout names");
            Expect.that(!outer.isExpired(), "the outer deadline has passed as well");
            expectRoundTrip(connection);
        }
    }

    @Behaviour(
            id = "TMO_02",
            rule = Rule.D17,
            title = "a longer inner deadline does not extend the outer one",
            hint = "a transport with its own timeout: the earliest deadline counts")
    static void innerIsLonger(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        NetworkTimeoutException timeout = UnderDeadline.timesOut(
                MOMENT,
                () -> UnderDeadline.time(AMPLE, () -> connection.stream().read(10)));
        Expect.equal(MOMENT, timeout.duration(), "the duration that the timeout names");
    }

    @Behaviour(
            id = "TMO_03",
            rule = Rule.D6,
            title = "if both have passed, the timeout names the outer deadline",
            hint = "exceptions created without Timeout.check, and stored ones")
    static void bothHavePassed(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Duration outer = Duration.ofNanos(1);
        NetworkTimeoutException timeout = UnderDeadline.timesOut(outer, () -> {
            ScriptedPeer.pause(Duration.ofMillis(1));
            UnderDeadline.time(Duration.ZERO, () -> connection.stream().read(10));
        });
        Expect.equal(outer, timeout.duration(), "the duration that the timeout names");
    }

    @Behaviour(
            id = "TMO_04",
            rule = Rule.D7,
            title = "when an inner block has ended, only the outer deadline counts",
            hint = "a Timeout that the transport opens itself, which must be closed even if the call fails")
    static void theOuterDeadlineIsRestored(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Duration both = MOMENT.multipliedBy(2);
        Duration named = UnderDeadline.timesOut(both, () -> {
                    UnderDeadline.expired(() -> connection.stream().read(10));
                    expectRoundTrip(connection);
                    expectSameDeadline(both);
                    connection.stream().read(10);
                })
                .duration();
        Expect.equal(both, named, "the duration that the second timeout names");
        Expect.equal(Long.MAX_VALUE, Timeout.remainingNanos(), "Timeout.remainingNanos() outside of all blocks");
    }

    private static void expectSameDeadline(Duration most) {
        Duration remaining = Duration.ofNanos(Timeout.remainingNanos());
        Expect.that(
                remaining.compareTo(most) <= 0,
                "Timeout.remainingNanos() is " + remaining + " in a block of " + most + " after calls on the stream");
    }

    @Behaviour(
            id = "TMO_05",
            rule = Rule.D19,
            title = "of two consecutive blocks, the second has its full time",
            hint = "the rest of the first deadline on the socket or in a timer")
    static void twoBlocksInARow(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        UnderDeadline.timesOut(MOMENT, () -> connection.stream().read(10));
        UnderDeadline.timesOut(MOMENT, () -> connection.stream().read(10));
    }

    @Behaviour(
            id = "TMO_06",
            rule = Rule.D17,
            title = "the clock starts when the block is entered, not with the first call",
            hint = "the computation of the deadline: from Timeout.remainingNanos(), at each call")
    static void theClockStartsInAfter(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("data");
        try (Timeout deadline = Timeout.after(MOMENT)) {
            ScriptedPeer.pause(MOMENT);
            Expect.timeoutAtOnce(() -> connection.stream().read(10));
        }
        Expect.sameBytes(Bytes.ascii("data"), Bytes.read(connection.stream(), 4), "the data read afterwards");
    }

    @Behaviour(
            id = "TMO_07",
            rule = Rule.D3,
            title = "a deadline of zero means immediately, not never",
            hint = "a 0 that is passed to the system, where it means no timeout")
    static void zeroIsExpired(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        StreamAndPeer connection = kit.connect(listener);
        byte[] much = Bytes.plenty();

        UnderDeadline.expired(() -> connection.stream().read(10));
        UnderDeadline.expired(() -> connection.stream().write(much));
        UnderDeadline.expired(() -> kit.closing(kit.fixture().connect(listener)));
        expectRoundTrip(connection);
    }

    @Behaviour(
            id = "TMO_10",
            rule = Rule.D7,
            title = "blocks that are closed out of order leave no deadline behind",
            hint = "deadlines that the transport stores between calls")
    static void closedOutOfOrder(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Timeout outer = Timeout.after(Duration.ZERO);
        try (Timeout inner = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(() -> connection.stream().read(10));
            Expect.failure(IllegalStateException.class, outer::close);
            expectRoundTrip(connection);
        }
        expectRoundTrip(connection);
    }

    @Behaviour(
            id = "TMO_12",
            rule = Rule.D7,
            title = "a deadline that has passed on one thread does not bound another thread's calls on the same stream",
            hint = "deadlines stored with the stream; a read that timed out and disturbs the next one")
    static void anotherThreadIsNotConcerned(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().echo();
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(() -> connection.stream().read(10));
            Expect.timeoutAtOnce(() -> connection.stream().write(Bytes.ascii("no")));
            byte[] answer = kit.start(() -> {
                        connection.stream().write(Bytes.ascii("yes"));
                        return Bytes.read(connection.stream(), 3);
                    })
                    .get();
            Expect.sameBytes(Bytes.ascii("yes"), answer, "the data that the other thread read");
        }
    }

    @Behaviour(
            id = "TMO_13",
            rule = Rule.D7,
            title = "threads that are started inside a block do not inherit its deadline; Timeout.propagate carries it",
            hint = "inheritable thread locals, and backend threads that retain the deadline they were started under")
    static void deadlinesAreNotInherited(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("1234");
        Callable<byte[]> readOne = () -> connection.stream().read(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(readOne::call);
            Expect.sameBytes(Bytes.ascii("1"), kit.start(readOne).get(), "the data that a new thread read");
            Expect.sameBytes(Bytes.ascii("2"), pool.submit(readOne).get(), "the data that a new thread of a pool read");
            BackgroundCall<byte[]> bounded = kit.start(Timeout.propagate(readOne));
            Expect.failure(NetworkTimeoutException.class, bounded.failure());
            Expect.sameBytes(
                    Bytes.ascii("3"), pool.submit(readOne).get(), "the data that an old thread of a pool read");
        } finally {
            pool.shutdownNow();
        }
    }

    @Behaviour(
            id = "TMO_14",
            rule = Rule.D19,
            title = "a thread of a pool carries no deadline from one task to the next, however the first one ends",
            hint = "a Timeout that the transport opens itself, which must be closed even if the call fails")
    static void nothingIsLeftInPools(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> first = pool.submit(() -> {
                expectRoundTrip(connection);
                return UnderDeadline.timesOut(
                        Duration.ofMillis(10), () -> connection.stream().read(10));
            });
            first.get();
            Future<Long> second = pool.submit(() -> {
                expectRoundTrip(connection);
                return Timeout.remainingNanos();
            });
            Expect.equal(Long.MAX_VALUE, second.get(), "Timeout.remainingNanos() in the next task");
        } finally {
            pool.shutdownNow();
        }
    }

    @Behaviour(
            id = "TMO_18",
            rule = Rule.D18,
            title = "a timeout says what timed out and which deadline it was, with nothing suppressed",
            hint = "finally blocks and close methods that run during the failure")
    static void theExceptionSaysWhatItIs(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkTimeoutException timeout =
                UnderDeadline.timesOut(MOMENT, () -> connection.stream().read(10));

        Expect.equal(MOMENT, timeout.duration(), "the duration that the timeout names");
        Expect.equal(0, timeout.getSuppressed().length, "the number of suppressed exceptions");
        Expect.that(!timeout.operation().isBlank(), "the timeout names no operation");
        Expect.that(
                String.valueOf(timeout.getMessage()).contains(timeout.operation()),
                "the message is \"" + timeout.getMessage() + "\"; \"" + timeout.operation() + "\" was required in it");
    }

    @Behaviour(
            id = "TMO_19",
            rule = Rule.D3,
            title = "after a deadline has passed, each call in its block fails, of any kind, repeatedly",
            hint = "calls that do not check the deadline, and timeouts that are reported only once")
    static void everyCallFails(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        StreamAndPeer connection = kit.connect(listener);
        NetworkStreamInterface stream = connection.stream();
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            for (int i = 0; i < 2; i++) {
                Expect.timeoutAtOnce(() -> stream.read(10));
                Expect.timeoutAtOnce(() -> stream.write(Bytes.ascii("no")));
                Expect.timeoutAtOnce(() -> kit.closing(kit.fixture().connect(listener)));
            }
            if (kit.has(Capability.TLS)) {
                Expect.timeoutAtOnce(() -> stream.startTls(SSLContext.getDefault(), "localhost"));
            }
        }
    }

    @Behaviour(
            id = "TMO_20",
            rule = Rule.D19,
            title = "a deadline that passed between two calls has no effect once its block has ended",
            hint = "watchdogs and timers that are armed longer than the call they guard")
    static void nothingIsDeliveredLater(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        try (Timeout deadline = Timeout.after(MOMENT.multipliedBy(6))) {
            expectRoundTrip(connection);
            ScriptedPeer.pause(deadline.remaining());
        }
        expectRoundTrip(connection);
    }

    @Behaviour(
            id = "TMO_21",
            rule = Rule.D5,
            title = "a cancelled deadline ends no read, whether it is cancelled before the read or during it",
            hint = "the end of a wait in read: if Timeout.check does not fail, continue to wait")
    static void aCancelledDeadlineEndsNoRead(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        try (Timeout cancelled = Timeout.after(MOMENT)) {
            cancelled.cancel();
            DelayedSend.send(kit, connection.peer(), "early", MOMENT.multipliedBy(2));
            Expect.sameBytes(Bytes.ascii("early"), Bytes.read(connection.stream(), 5), "the data read");
        }
        Duration time = MOMENT.multipliedBy(2);
        while (!isCancelledInTime(kit, connection, time)) {
            time = time.multipliedBy(2);
        }
    }

    /** Cancels a deadline under which a read is blocked; on a busy machine this may come too late to be conclusive. */
    private static boolean isCancelledInTime(CaseContext kit, StreamAndPeer connection, Duration time)
            throws Exception {
        Thread reader = Thread.currentThread();
        AtomicBoolean inTime = new AtomicBoolean();
        long start = System.nanoTime();
        try (Timeout cancelled = Timeout.after(time)) {
            kit.script(() -> {
                Threads.awaitBlocked(reader);
                cancelled.cancel();
                inTime.set(System.nanoTime() - start < time.toNanos());
                ScriptedPeer.pause(time.plus(MOMENT));
                connection.peer().send("late");
            });
            Expect.sameBytes(Bytes.ascii("late"), Bytes.read(connection.stream(), 4), "the data read");
            return true;
        } catch (NetworkTimeoutException e) {
            // The script sends in either case; no data may be left for the next read.
            Expect.sameBytes(Bytes.ascii("late"), Bytes.read(connection.stream(), 4), "the data read afterwards");
            if (inTime.get()) {
                throw e;
            }
            return false;
        }
    }

    @Behaviour(
            id = "TMO_22",
            rule = Rule.D5,
            title = "cancelling a deadline removes it even if it has passed already",
            hint = "timeouts that the stream or a watchdog stores instead of querying Timeout")
    static void cancelledTooLate(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        try (Timeout deadline = Timeout.after(MOMENT)) {
            Expect.timeout(deadline.remaining(), () -> connection.stream().read(10));
            deadline.cancel();
            expectRoundTrip(connection);
        }
    }

    @Behaviour(
            id = "TMO_23",
            rule = Rule.D5,
            title = "cancelling the inner deadline leaves the outer one",
            hint = "a transport whose earliest deadline was cancelled: the next one counts")
    static void theOuterDeadlineStays(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkTimeoutException timeout = UnderDeadline.timesOut(MOMENT, () -> {
            try (Timeout inner = Timeout.after(Duration.ofMillis(10))) {
                inner.cancel();
                connection.stream().read(10);
            }
        });
        Expect.equal(MOMENT, timeout.duration(), "the duration that the timeout names");
    }

    private static void expectRoundTrip(StreamAndPeer connection) throws IOException {
        connection.stream().write(Bytes.ascii("ping"));
        Expect.sameBytes(Bytes.ascii("ping"), connection.peer().readExactly(4), "the data that the peer read");
        connection.peer().send("pong");
        Expect.sameBytes(Bytes.ascii("pong"), Bytes.read(connection.stream(), 4), "the data read");
    }
}
