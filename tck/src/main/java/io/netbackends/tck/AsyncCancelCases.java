// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A cancelled call ends and loses nothing. */
final class AsyncCancelCases {
    private static final int RACES = 1000;

    private AsyncCancelCases() {}

    @Behaviour(
            id = "ASY_01",
            rule = Rule.D1,
            title = "a cancelled read takes no byte, and the next read gets the data that arrives",
            hint = "cancelling a read: it must not take bytes for a future that has ended")
    static void aCancelledReadLosesNothing(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<byte[]> read = connection.stream().read(10);

        Expect.that(read.cancel(true), "cancel returned false for a pending read");
        AsyncExpect.failure(CancellationException.class, read);
        connection.peer().send("hello");

        Expect.sameBytes(Bytes.ascii("hello"), readExactly(connection.stream(), 5), "the data read afterwards");
    }

    @Behaviour(
            id = "ASY_02",
            rule = Rule.D20,
            title = "reads that are cancelled while data arrives neither lose nor repeat a byte",
            hint = "the end of a read: taking bytes and deciding on cancel must use the same lock")
    static void racesLoseNothing(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        byte[] sent = Bytes.random(RACES, 2);
        connection.peer().sendSliced(sent, 1);
        ByteArrayOutputStream got = new ByteArrayOutputStream();

        while (got.size() < sent.length) {
            CompletableFuture<byte[]> read = connection.stream().read(2);
            if (!read.cancel(true)) {
                got.writeBytes(AsyncExpect.value(read));
            } else {
                CompletableFuture<byte[]> next = connection.stream().read(2);
                got.writeBytes(AsyncExpect.value(next));
            }
        }

        Expect.sameBytes(sent, got.toByteArray(), "the data read");
    }

    @Behaviour(
            id = "ASY_05",
            rule = Rule.D20,
            title = "cancelling a derived future ends the call that it waits for, and its functions run",
            hint = "cancel of derived futures, which by default does not reach the call")
    static void cancelReachesTheCall(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CountDownLatch cleanedUp = new CountDownLatch(1);
        CompletableFuture<Integer> derived = connection.stream()
                .read(10)
                .whenComplete((bytes, failure) -> cleanedUp.countDown())
                .thenCompose(bytes -> connection.stream().read(10))
                .thenApply(bytes -> bytes.length);

        derived.cancel(true);

        AsyncExpect.happens(cleanedUp, "the function of the cancelled read");
        AsyncExpect.failure(CancellationException.class, derived);
        connection.peer().send("x");
        Expect.sameBytes(Bytes.ascii("x"), AsyncExpect.value(connection.stream().read(1)), "the data read afterwards");
    }

    @Behaviour(
            id = "ASY_06",
            rule = Rule.D1,
            title = "orTimeout ends the read itself, which takes no byte afterwards",
            hint = "completeExceptionally of the future, which orTimeout calls")
    static void orTimeoutEndsTheRead(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();

        AsyncExpect.failure(TimeoutException.class, connection.stream().read(10).orTimeout(1, TimeUnit.MILLISECONDS));
        connection.peer().send("x");

        Expect.sameBytes(Bytes.ascii("x"), AsyncExpect.value(connection.stream().read(1)), "the data read afterwards");
    }

    @Behaviour(
            id = "ASY_17",
            rule = Rule.D9,
            title = "close ends the pending calls before its own future completes",
            hint = "the order in close: end the calls, release the descriptor, complete the future")
    static void closeEndsCalls(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<byte[]> read = connection.stream().read(1);

        AsyncExpect.value(connection.stream().close().thenAccept(nothing -> {
            Expect.that(read.isDone(), "a read was still pending when close completed");
        }));

        AsyncExpect.failure(NetworkStreamClosedException.class, read);
    }

    @Behaviour(
            id = "ASY_18",
            rule = Rule.D13,
            title = "close cannot be cancelled",
            hint = "cancel of the future of close")
    static void closeCannotBeCancelled(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();

        CompletableFuture<?> close = connection.stream().close();
        close.cancel(true);

        close.get(TckTimes.patience().toNanos(), TimeUnit.NANOSECONDS);
        Expect.that(!connection.stream().isOpen(), "isOpen is true after close");
        Expect.that(connection.peer().atEnd(), "the peer got data");
    }

    @Behaviour(
            id = "ASY_31",
            rule = Rule.D20,
            title = "a cancelled accept leaves its connection to the next one",
            hint = "cancelling the future of accept",
            needs = Capability.LISTEN)
    static void aCancelledAcceptLosesNoConnection(CaseContext kit) throws Exception {
        var listener = kit.bindAsync();
        CompletableFuture<AsyncNetworkStreamInterface> first = listener.accept();
        Expect.that(first.cancel(true), "cancel returned false for a pending accept");

        AsyncNetworkStreamInterface client =
                AsyncExpect.value(kit.asyncBackend().connect(listener.getLocalAddress()));
        AsyncNetworkStreamInterface accepted = AsyncExpect.value(listener.accept());
        AsyncExpect.value(client.write(Bytes.ascii("x")));
        Expect.sameBytes(
                Bytes.ascii("x"), AsyncExpect.value(accepted.read(1)), "the data that the accepted stream read");
        AsyncExpect.value(client.close());
        AsyncExpect.value(accepted.close());
    }

    @Behaviour(
            id = "ASY_35",
            rule = Rule.D20,
            title = "a future may be cancelled by one of its own functions",
            hint = "locks that are held while functions run")
    static void cancelFromWithin(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<byte[]> read = connection.stream().read(1);
        CompletableFuture<Boolean> told = read.handle((bytes, failure) -> {
            calls.incrementAndGet();
            return read.cancel(true);
        });

        connection.peer().send("x");

        Expect.that(!AsyncExpect.value(told), "cancel returned true for a completed read");
        Expect.equal(1, calls.get(), "the number of times that the function ran");
    }

    private static byte[] readExactly(AsyncNetworkStreamInterface stream, int count) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            byte[] piece = AsyncExpect.value(stream.read(count - all.size()));
            Expect.that(piece.length > 0, "the stream ended after " + all.size() + " bytes");
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
