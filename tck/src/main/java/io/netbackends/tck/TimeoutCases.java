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

/** Deadlines that are nested, cancelled, left or another thread's, as a stream sees them. */
final class TimeoutCases {
    private static final Duration MOMENT = TckTimes.moment();
    private static final Duration AMPLE = TckTimes.slack().multipliedBy(4);

    private TimeoutCases() {}

    @Behaviour(
            id = "TMO_01",
            rule = Rule.D17,
            title = "an inner deadline that is shorter ends a read, and the outer one goes on",
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
            title = "an inner deadline that is longer does not extend the outer one",
            hint = "what a transport does with a timeout of its own: the tightest deadline counts")
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
            title = "where both have passed the timeout names the outer deadline",
            hint = "exceptions made by hand in place of Timeout.check, and ones kept from before")
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
            title = "when an inner block has ended the outer deadline counts again, and it alone",
            hint = "a Timeout that the transport opens for itself: closed in each case, also when the call fails")
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
            title = "of two blocks in a row the second has its full time",
            hint = "what is left of the first deadline on the socket, or in a timer")
    static void twoBlocksInARow(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        UnderDeadline.timesOut(MOMENT, () -> connection.stream().read(10));
        UnderDeadline.timesOut(MOMENT, () -> connection.stream().read(10));
    }

    @Behaviour(
            id = "TMO_06",
            rule = Rule.D17,
            title = "the clock starts when the block is entered, not with the first call",
            hint = "where the deadline is computed: from Timeout.remainingNanos(), at each call anew")
    static void theClockStartsInAfter(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("data");
        try (Timeout deadline = Timeout.after(MOMENT)) {
            ScriptedPeer.pause(MOMENT);
            Expect.timeoutAtOnce(() -> connection.stream().read(10));
        }
        Expect.sameBytes(Bytes.ascii("data"), Bytes.read(connection.stream(), 4), "what was read afterwards");
    }

    @Behaviour(
            id = "TMO_07",
            rule = Rule.D3,
            title = "a deadline of zero means at once, not never",
            hint = "where 0 is passed on to the system, which takes it for no timeout")
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
            title = "blocks that are closed out of order leave no deadline behind that would bound a call",
            hint = "deadlines that the transport keeps, or remembers from call to call")
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
            title = "a deadline that has passed on one thread does not bound another one's calls on the same stream",
            hint = "deadlines kept with the stream; a read that timed out and disturbs the next one")
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
            Expect.sameBytes(Bytes.ascii("yes"), answer, "what the other thread read");
        }
    }

    @Behaviour(
            id = "TMO_13",
            rule = Rule.D7,
            title = "threads that are started inside a block do not inherit its deadline; Timeout.propagate carries it",
            hint = "inheritable thread locals, and threads of the backend that keep the deadline they began with")
    static void deadlinesAreNotInherited(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("1234");
        Callable<byte[]> readOne = () -> connection.stream().read(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(readOne::call);
            Expect.sameBytes(Bytes.ascii("1"), kit.start(readOne).get(), "what a new thread read");
            Expect.sameBytes(Bytes.ascii("2"), pool.submit(readOne).get(), "what a new thread of a pool read");
            BackgroundCall<byte[]> bounded = kit.start(Timeout.propagate(readOne));
            Expect.failure(NetworkTimeoutException.class, bounded.failure());
            Expect.sameBytes(Bytes.ascii("3"), pool.submit(readOne).get(), "what an old thread of a pool read");
        } finally {
            pool.shutdownNow();
        }
    }

    @Behaviour(
            id = "TMO_14",
            rule = Rule.D19,
            title = "a thread of a pool carries no deadline from one task to the next, however the first one ends",
            hint = "a Timeout that the transport opens for itself: closed in each case, also when the call fails")
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
            hint = "what happens in finally blocks and close methods on the way out")
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
            title = "once a deadline has passed it fails every call in its block, of each kind, again and again",
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
            title = "a deadline that was cancelled ends no read, be it cancelled before it or while it is blocked",
            hint = "the end of a wait in read: if Timeout.check does not fail, wait on")
    static void aCancelledDeadlineEndsNoRead(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        try (Timeout cancelled = Timeout.after(MOMENT)) {
            cancelled.cancel();
            DelayedSend.send(kit, connection.peer(), "early", MOMENT.multipliedBy(2));
            Expect.sameBytes(Bytes.ascii("early"), Bytes.read(connection.stream(), 5), "what was read");
        }
        Duration time = MOMENT.multipliedBy(2);
        while (!isCancelledInTime(kit, connection, time)) {
            time = time.multipliedBy(2);
        }
    }

    /** Cancels a deadline under which a read is blocked; on a busy machine that may come too late to tell anything. */
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
            Expect.sameBytes(Bytes.ascii("late"), Bytes.read(connection.stream(), 4), "what was read");
            return true;
        } catch (NetworkTimeoutException e) {
            // The script goes on to send, whichever way this went; nothing may be left for the next read.
            Expect.sameBytes(Bytes.ascii("late"), Bytes.read(connection.stream(), 4), "what was read afterwards");
            if (inTime.get()) {
                throw e;
            }
            return false;
        }
    }

    @Behaviour(
            id = "TMO_22",
            rule = Rule.D5,
            title = "cancelling a deadline lifts it even if it has passed already",
            hint = "timeouts that are remembered, with the stream or a watchdog, in place of asking Timeout")
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
            hint = "what a transport does when the tightest deadline was cancelled: the next one counts")
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
        Expect.sameBytes(Bytes.ascii("ping"), connection.peer().readExactly(4), "what the peer read");
        connection.peer().send("pong");
        Expect.sameBytes(Bytes.ascii("pong"), Bytes.read(connection.stream(), 4), "what was read");
    }
}
