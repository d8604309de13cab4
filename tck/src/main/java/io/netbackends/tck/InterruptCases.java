// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.HeldInterrupts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** An interrupt ends a blocked call permanently, and is never confused with a timeout. */
final class InterruptCases {
    private static final Duration LONG = Duration.ofMinutes(5);

    private InterruptCases() {}

    /** How a call ended, and whether its thread was interrupted then. */
    private record Ended(Throwable failure, boolean interrupted) {}

    @Behaviour(
            id = "INT_01",
            rule = Rule.D8,
            title = "calls that find the interrupt flag set fail before any I/O and change nothing",
            hint =
                    "the check of the flag, after the check for open and before the deadline; a check that clears the flag")
    static void callsFindTheFlagSet(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("hello");
        Expect.sameBytes(Bytes.ascii("h"), connection.stream().read(1), "the result of read(1)");

        Thread.currentThread().interrupt();
        try {
            Expect.interrupted(() -> connection.stream().read(10));
            Expect.interrupted(() -> connection.stream().write(Bytes.ascii("never")));
        } finally {
            Thread.interrupted();
        }

        Expect.that(connection.stream().isOpen(), "the stream is closed; a call that never began must not close it");
        Expect.sameBytes(Bytes.ascii("ello"), Bytes.read(connection.stream(), 4), "the data read afterwards");
        connection.stream().write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), connection.peer().readExactly(1), "the data that the peer read first");
    }

    @Behaviour(
            id = "INT_02",
            rule = Rule.D8,
            title = "an interrupt ends a blocked read, and the flag stays set",
            hint =
                    "the transport's translation of an interrupt: InterruptedIOException, Thread.currentThread().interrupt()")
    static void aReadIsInterrupted(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        assertInterruptible(kit, () -> connection.stream().read(10));
    }

    @Behaviour(
            id = "INT_04",
            rule = Rule.D8,
            title = "an interrupt ends a blocked write, and the flag stays set",
            hint = "the transport's translation of an interrupt while it waits for buffer space",
            needs = Capability.BACKPRESSURE)
    static void aWriteIsInterrupted(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.plenty();

        assertInterruptible(kit, () -> connection.stream().write(data));
    }

    @Behaviour(
            id = "INT_05",
            rule = Rule.D8,
            title = "an interrupt ends a blocked connect, and the flag stays set",
            hint = "the wait for a connection; helper threads that do not notice the interrupt",
            needs = Capability.FULL_BACKLOG)
    static void aConnectIsInterrupted(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        listener.fillBacklog();

        assertInterruptible(kit, () -> kit.closing(kit.fixture().connect(listener)));
    }

    @Behaviour(
            id = "INT_06",
            rule = Rule.D8,
            title = "an interrupt ends a blocked startTls, the flag stays set, and the stream is closed",
            hint = "the waits within the handshake, and closing the stream after a failure",
            needs = Capability.TLS)
    static void aHandshakeIsInterrupted(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        assertInterruptible(
                kit, () -> connection.stream().startTls(javax.net.ssl.SSLContext.getDefault(), "localhost"));
        assertClosed(connection);
    }

    @Behaviour(
            id = "INT_07",
            rule = Rule.D8,
            title =
                    "after an interrupted read the stream is closed: calls fail immediately, close succeeds, the peer sees it",
            hint = "closing the stream after an interrupted call, and the failure of later calls")
    static void anInterruptedStreamIsClosed(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        assertInterruptible(kit, () -> connection.stream().read(10));
        assertClosed(connection);
    }

    @Behaviour(
            id = "INT_08",
            rule = Rule.D19,
            title = "calls that time out leave no interrupt behind, neither immediately nor later",
            hint = "a watchdog that ends calls by Thread.interrupt: the interrupt may come late, or stay set")
    static void timeoutsAreNoInterrupts(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        for (int i = 0; i < 300; i++) {
            try (Timeout deadline = Timeout.after(Duration.ofMillis(1))) {
                Expect.failure(
                        NetworkTimeoutException.class, () -> connection.stream().read(10));
            }
            assertNotInterrupted("read no. " + i);
        }
        if (kit.has(Capability.BACKPRESSURE)) {
            byte[] data = Bytes.plenty();
            try (Timeout deadline = Timeout.after(TckTimes.moment())) {
                Expect.failure(
                        NetworkTimeoutException.class, () -> connection.stream().write(data));
            }
            assertNotInterrupted("the write");
        }
        try {
            ScriptedPeer.pause(Duration.ofMillis(50)); // a late interrupt would end this call
        } catch (InterruptedException e) {
            throw new AssertionError("an interrupt came after the calls had timed out; none was expected", e);
        }
    }

    @Behaviour(
            id = "INT_09",
            rule = Rule.D8,
            title = "an interrupt under a distant deadline is not a timeout",
            hint = "code that treats each end of a timed wait as a timeout")
    static void interruptsAreNoTimeouts(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        assertInterruptible(kit, () -> {
            try (Timeout deadline = Timeout.after(LONG)) {
                connection.stream().read(10);
            }
        });
    }

    @Behaviour(
            id = "INT_10",
            rule = Rule.D8,
            title = "if interrupt and deadline coincide, the call ends in one of the two ways, and the flag stays set",
            hint = "an interrupt that arrives during a timeout, and is swallowed")
    static void interruptsRaceDeadlines(CaseContext kit) throws Exception {
        kit.requireInterrupts();
        Duration time = Duration.ofMillis(10);
        for (int i = 0; i < 40; i++) {
            StreamAndPeer connection = kit.connect();
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Void> sent = new CompletableFuture<>();
            BackgroundCall<Ended> task = kit.start(() -> {
                Throwable failure;
                try (Timeout deadline = Timeout.after(time)) {
                    begun.countDown();
                    failure = failureOf(() -> connection.stream().read(10));
                }
                sent.join(); // the flag stays set
                return new Ended(failure, Thread.currentThread().isInterrupted());
            });
            begun.await();
            ScriptedPeer.pause(time);
            task.thread().interrupt();
            sent.complete(null);

            Ended ended = task.get();
            if (!(ended.failure() instanceof NetworkTimeoutException)) {
                Expect.interrupted(ended.failure());
            }
            Expect.that(ended.interrupted(), "the interrupt was lost in round " + i + ", after " + ended.failure());
            connection.stream().close();
            connection.peer().close();
        }
    }

    @Behaviour(
            id = "INT_11",
            rule = Rule.D13,
            title = "close works with the interrupt flag set, and keeps it",
            hint = "a close that waits, or checks the flag, or clears it")
    static void closeKeepsTheFlag(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        Thread.currentThread().interrupt();
        try {
            Expect.closes(connection.stream());
        } finally {
            Expect.that(Thread.interrupted(), "the interrupt flag is clear after close; it must stay set");
        }
        assertClosed(connection);
    }

    @Behaviour(
            id = "INT_12",
            rule = Rule.D17,
            title = "after a spurious wakeup, a thread continues to wait for the remaining time",
            hint = "waits outside of a loop; loops that restart the whole time",
            level = Level.RECOMMENDED)
    static void spuriousWakeupsChangeNothing(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Duration time = TckTimes.moment();
        BackgroundCall<?> reader = kit.start(() -> {
            try (Timeout deadline = Timeout.after(time)) {
                return Expect.timeout(time, () -> connection.stream().read(10));
            }
        });
        while (!reader.isDone()) {
            LockSupport.unpark(reader.thread());
            ScriptedPeer.pause(Duration.ofMillis(1));
        }
        reader.get();

        BackgroundCall<byte[]> untimed =
                kit.start(() -> connection.stream().read(10)).awaitBlocked();
        LockSupport.unpark(untimed.thread());
        connection.peer().send("x");
        Expect.sameBytes(Bytes.ascii("x"), untimed.get(), "the result of a read without a deadline");
    }

    @Behaviour(
            id = "INT_13",
            rule = Rule.D4,
            title = "connect with the interrupt flag set fails before any I/O, and keeps it",
            hint = "the check of the flag at the beginning of connect")
    static void connectFindsTheFlagSet(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        Thread.currentThread().interrupt();
        try {
            Expect.interrupted(() -> kit.closing(kit.fixture().connect(listener)));
        } finally {
            Thread.interrupted();
        }
        // the listener's next connection must be the next one requested
        StreamAndPeer connection = kit.connect(listener);
        connection.stream().write(Bytes.ascii("first"));
        Expect.sameBytes(Bytes.ascii("first"), connection.peer().readExactly(5), "the data of the first connection");
    }

    @Behaviour(
            id = "INT_14",
            rule = Rule.D8,
            level = Level.RECOMMENDED,
            title = "while interrupts are held, as java.net sockets over the backend do, they end no read and no write",
            hint = "each wait that an interrupt ends: HeldInterrupts tells whether to continue waiting",
            needs = Capability.BACKPRESSURE)
    static void heldInterruptsEndNothing(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        byte[] data = Bytes.plenty();
        AtomicInteger flags = new AtomicInteger();
        BackgroundCall<?> reader = kit.script(() -> {
            try (HeldInterrupts held = HeldInterrupts.hold()) {
                stream.read(1);
            }
            flags.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        BackgroundCall<?> writer = kit.script(() -> {
            try (HeldInterrupts held = HeldInterrupts.hold()) {
                stream.write(data);
            }
            flags.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        for (int i = 0; i < 2; i++) {
            reader.awaitBlocked().thread().interrupt();
            writer.awaitBlocked().thread().interrupt();
        }

        connection.peer().send("x");
        reader.get();
        Expect.sameBytes(data, connection.peer().readExactly(data.length), "the data that the peer read");
        writer.get();
        Expect.equal(2, flags.get(), "the number of threads that read or wrote all, and whose flag is set afterwards");
    }

    private static void assertInterruptible(CaseContext kit, Expect.Call call) throws Exception {
        kit.requireInterrupts();
        BackgroundCall<Ended> task = kit.start(() -> {
            Throwable failure = failureOf(call);
            return new Ended(failure, Thread.currentThread().isInterrupted());
        });
        task.awaitBlocked();
        Expect.that(!task.isDone(), "the call returned before the interrupt; it was required to wait");

        task.thread().interrupt();
        Ended ended = task.get();
        Expect.interrupted(ended.failure());
        Expect.that(ended.interrupted(), "the interrupt flag is clear after " + ended.failure() + "; it must stay set");
    }

    private static Throwable failureOf(Expect.Call call) {
        try {
            call.run();
        } catch (Exception e) {
            return e;
        }
        return new AssertionError("the call returned; it was required to fail");
    }

    private static void assertClosed(StreamAndPeer connection) throws Exception {
        Expect.that(!connection.stream().isOpen(), "isOpen() is true; the stream was required to be closed");
        Expect.soon(() -> Expect.closed(() -> connection.stream().read(10)));
        Expect.soon(() -> Expect.closed(() -> connection.stream().write(Bytes.ascii("x"))));
        Expect.closes(connection.stream());
        try {
            connection.peer().readAll();
        } catch (IOException e) {
            // a reset notifies the peer as well
        }
    }

    private static void assertNotInterrupted(String call) {
        Expect.that(!Thread.interrupted(), call + " timed out and left the interrupt flag set; it must stay clear");
    }
}
