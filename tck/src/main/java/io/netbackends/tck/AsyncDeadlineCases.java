// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls obey the deadlines active when they are made, functions those active when they are passed. */
final class AsyncDeadlineCases {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration BRIEFLY = Duration.ofMillis(4);

    private AsyncDeadlineCases() {}

    @Behaviour(
            id = "ASY_07",
            rule = Rule.D7,
            title = "a call obeys the deadlines that were active when it was made, even after their block has ended",
            hint = "when the deadlines of a call are captured")
    static void aCallKeepsItsDeadline(CaseContext kit) throws Exception {
        AsyncNetworkStreamInterface stream = kit.connectAsync().stream();

        Expect.timeout(TckTimes.moment(), () -> {
            CompletableFuture<byte[]> read;
            try (Timeout scope = Timeout.after(TckTimes.moment())) {
                read = stream.read(1);
            }
            throwFailure(read);
        });
    }

    @Behaviour(
            id = "ASY_08",
            rule = Rule.D7,
            title = "a function runs, on any thread, under exactly the deadlines that were active when it was passed",
            hint = "functions passed to futures: capture the deadlines when the function is passed")
    static void aFunctionKeepsItsDeadline(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AtomicReference<@Nullable Boolean> inside = new AtomicReference<>();
        AtomicReference<@Nullable Boolean> insideAsync = new AtomicReference<>();

        CompletableFuture<Void> passed = Timeout.within(
                HOUR,
                scope -> connection.stream()
                        .read(1)
                        .thenAccept(bytes -> inside.set(Timeout.isActive()))
                        .thenRunAsync(() -> insideAsync.set(Timeout.isActive()), task -> kit.script(task::run)));
        CompletableFuture<Boolean> outside = passed.thenApply(nothing -> Timeout.isActive());
        connection.peer().send("x");

        Expect.that(!AsyncExpect.value(outside), "a deadline reached a function that was passed outside of its block");
        Expect.equal(
                true,
                String.valueOf(inside.get()).equals("true"),
                "a function passed in the block having its deadline");
        Expect.equal(
                true,
                String.valueOf(insideAsync.get()).equals("true"),
                "a function on another thread having the deadline");
    }

    @Behaviour(
            id = "ASY_09",
            rule = Rule.D6,
            title =
                    "of nested blocks, the earliest deadline counts, cancelled ones do not, and the outermost expired one is named",
            hint = "the chain of deadlines of a call, and a timer that fires too early")
    static void blocksNest(CaseContext kit) throws Exception {
        AsyncNetworkStreamInterface stream = kit.connectAsync().stream();
        Duration outer = TckTimes.moment().multipliedBy(2);

        NetworkTimeoutException timeout = Expect.timeout(outer, () -> {
            CompletableFuture<byte[]> read = Timeout.within(
                    outer,
                    o -> Timeout.within(TckTimes.moment(), inner -> {
                        CompletableFuture<byte[]> pending = stream.read(1);
                        inner.cancel();
                        return pending;
                    }));
            throwFailure(read);
        });

        Expect.equal(outer, timeout.duration(), "the duration named");
    }

    @Behaviour(
            id = "ASY_10",
            rule = Rule.D19,
            title = "a function that leaves a block open leaves no deadline on the thread that ran it",
            hint = "the thread's deadlines, which must be restored after each function")
    static void nothingIsLeftOnTheThread(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<byte[]> read = connection.stream().read(1);
        CompletableFuture<Timeout> careless = read.thenApply(bytes -> Timeout.after(HOUR));
        CompletableFuture<Boolean> next = careless.thenApply(open -> Timeout.isActive());

        connection.peer().send("x");

        Expect.that(!AsyncExpect.value(next), "the deadline of a function reached the next one");
    }

    @Behaviour(
            id = "ASY_11",
            rule = Rule.D7,
            title =
                    "a converted stage of another library runs functions under the deadlines active when they are passed, not its completer's",
            hint = "Timeout.propagate(CompletionStage)")
    static void adoptedStages(CaseContext kit) throws Exception {
        CompletableFuture<String> foreign = new CompletableFuture<>();
        CompletableFuture<Boolean> inside =
                Timeout.within(HOUR, scope -> Timeout.propagate(foreign).thenApply(value -> Timeout.isActive()));
        CompletableFuture<Boolean> outside = Timeout.propagate(foreign).thenApply(value -> Timeout.isActive());

        try (Timeout completers = Timeout.after(HOUR)) {
            foreign.complete("x");
        }

        Expect.that(AsyncExpect.value(inside), "a function passed in a block has no deadline");
        Expect.that(!AsyncExpect.value(outside), "a function has the deadline of the thread that completed its stage");
    }

    @Behaviour(
            id = "ASY_24",
            rule = Rule.D8,
            title = "calls neither read nor change the caller's interrupt flag",
            hint = "the interrupt flag: an asynchronous call does not block the thread that makes it")
    static void theInterruptFlagIsLeftAlone(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        connection.peer().echo();
        CompletableFuture<Void> write;
        CompletableFuture<byte[]> read;

        Thread.currentThread().interrupt();
        try {
            write = connection.stream().write(Bytes.ascii("x"));
            read = connection.stream().read(1);
        } finally {
            Expect.that(Thread.interrupted(), "the interrupt flag was cleared");
        }

        AsyncExpect.value(write.thenApply(nothing -> true));
        Expect.sameBytes(Bytes.ascii("x"), AsyncExpect.value(read), "the echoed data");
    }

    @Behaviour(
            id = "ASY_32",
            rule = Rule.D5,
            title = "a deadline that is cancelled at the last moment does not end the call",
            hint = "a timer that fires must check whether the deadline still counts")
    static void liftedAtTheLastMoment(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        for (int round = 0; round < 20; round++) {
            long left = Duration.ofNanos(round * 50_000L).toNanos();
            long start = System.nanoTime();
            CompletableFuture<byte[]> read;
            Timeout deadline;
            try (Timeout scope = Timeout.after(BRIEFLY)) {
                deadline = scope;
                read = connection.stream().read(1);
            }
            awaitRemaining(deadline, left);
            deadline.cancel();
            boolean inTime = System.nanoTime() - start < BRIEFLY.toNanos();

            while (System.nanoTime() - start < 2 * BRIEFLY.toNanos()) {
                Thread.onSpinWait();
            }
            if (inTime) {
                Expect.that(!read.isDone(), "a read has ended although its deadline was cancelled before it passed");
            }
            connection.peer().send("x");
            boolean timedOut = AsyncExpect.value(read.handle((bytes, failure) -> failure != null));
            Expect.that(!inTime || !timedOut, "a read timed out although its deadline was cancelled before it passed");
            if (timedOut) {
                AsyncExpect.value(connection.stream().read(1));
            }
        }
    }

    private static void awaitRemaining(Timeout deadline, long nanos) {
        while (deadline.remaining().toNanos() > nanos) {
            Thread.onSpinWait();
        }
    }

    @Behaviour(
            id = "ASY_36",
            rule = Rule.D7,
            title = "a function passed to a complete future runs under the deadlines that are active there",
            hint = "functions that run immediately, on the thread that passes them")
    static void functionsOfCompleteFutures(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<byte[]> read;
        try (Timeout scope = Timeout.after(HOUR)) {
            read = connection.stream().read(1);
        }
        connection.peer().send("x");
        AsyncExpect.value(read);

        CompletableFuture<Boolean> outside = read.thenApply(bytes -> Timeout.isActive());
        CompletableFuture<Boolean> inside;
        try (Timeout scope = Timeout.after(HOUR)) {
            inside = read.thenApply(bytes -> Timeout.isActive());
        }

        Expect.that(!AsyncExpect.value(outside), "a function passed outside of the block has the deadline of the call");
        Expect.that(AsyncExpect.value(inside), "a function passed in a block has no deadline");
    }

    private static void throwFailure(CompletableFuture<?> future) throws Exception {
        Throwable failure = AsyncExpect.failure(future);
        if (failure instanceof Exception exception) {
            throw exception;
        }
        throw new AssertionError(failure);
    }
}
