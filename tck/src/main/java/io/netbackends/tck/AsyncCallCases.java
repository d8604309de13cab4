// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLEngine;

/** One call at a time in each direction, no call throws, and many calls grow neither stack nor heap. */
final class AsyncCallCases {
    private static final int ROUNDS = 5000;

    /** The frames that a function adds to the stack, which compiled code alone would hardly fill. */
    private static final int FRAMES = 10;

    private AsyncCallCases() {}

    @Behaviour(
            id = "ASY_12",
            rule = Rule.D9,
            title = "a second read fails with an IllegalStateException, and the first is unaffected",
            hint = "one call at a time in each direction")
    static void aSecondReadFails(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<byte[]> first = connection.stream().read(10);

        AsyncExpect.failure(IllegalStateException.class, connection.stream().read(10));
        connection.peer().send("x");

        Expect.sameBytes(Bytes.ascii("x"), AsyncExpect.value(first), "the result of the first read");
    }

    @Behaviour(
            id = "ASY_13",
            rule = Rule.D4,
            title = "no call throws: bad arguments, expired deadlines and a closed stream are failures of the future",
            hint = "the checks of a call before it begins")
    static void noCallThrows(CaseContext kit) throws Exception {
        AsyncNetworkStreamInterface stream = kit.connectAsync().stream();

        AsyncExpect.failure(IllegalArgumentException.class, stream.read(0));
        AsyncExpect.failure(IllegalArgumentException.class, stream.read(-1));
        AsyncExpect.failure(
                IllegalArgumentException.class,
                stream.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        AsyncExpect.failure(NullPointerException.class, nullEngine(stream));
        AsyncExpect.failure(NullPointerException.class, nullData(stream));
        Expect.equal(0, AsyncExpect.value(stream.read(ByteBuffer.allocate(0))), "the result of a read without room");
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            AsyncExpect.failure(NetworkTimeoutException.class, stream.read(1));
        }
        Expect.that(stream.isOpen(), "a call with a bad argument has closed the stream");
        AsyncExpect.value(stream.close().thenApply(nothing -> true));
        AsyncExpect.failure(NetworkStreamClosedException.class, stream.read(1));
        AsyncExpect.failure(NetworkStreamClosedException.class, stream.write(Bytes.ascii("x")));
    }

    @SuppressWarnings("NullAway") // the subject of this case
    private static CompletableFuture<?> nullEngine(AsyncNetworkStreamInterface stream) {
        return stream.startTls((SSLEngine) null);
    }

    @SuppressWarnings("NullAway") // the subject of this case
    private static CompletableFuture<?> nullData(AsyncNetworkStreamInterface stream) {
        return stream.write((byte[]) null);
    }

    @Behaviour(
            id = "ASY_14",
            rule = Rule.D9,
            title = "the next read may be started by a function of the previous one",
            hint = "the direction must be free before the future completes")
    static void theNextReadFromWithin(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<byte[]> second = connection.stream()
                .read(1)
                .thenCompose(bytes -> connection.stream().read(1));

        connection.peer().send("ab");

        Expect.sameBytes(Bytes.ascii("b"), AsyncExpect.value(second), "the result of the second read");
    }

    @Behaviour(
            id = "ASY_15",
            rule = Rule.D21,
            title = "thousands of reads, each started by a function of the previous one, do not overflow the stack",
            hint = "calls that complete immediately, whose functions are nested")
    static void theStackDoesNotGrow(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        connection.peer().sendSliced(new byte[ROUNDS], ROUNDS);

        Expect.equal(ROUNDS, AsyncExpect.value(readOn(connection.stream(), 0)), "the number of reads");
    }

    private static CompletableFuture<Integer> readOn(AsyncNetworkStreamInterface stream, int count) {
        return count == ROUNDS
                ? CompletableFuture.completedFuture(count)
                : stream.read(1).thenCompose(bytes -> readOnBelow(FRAMES, stream, count + bytes.length));
    }

    private static CompletableFuture<Integer> readOnBelow(int frames, AsyncNetworkStreamInterface stream, int count) {
        return frames == 0 ? readOn(stream, count) : readOnBelow(frames - 1, stream, count);
    }

    @Behaviour(
            id = "ASY_16",
            rule = Rule.D21,
            title =
                    "readEach passes on each byte in order, stops if the sink stops it, and completes at the end of the stream",
            hint = "the loop of readEach, and its end")
    static void readEachGivesAll(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        byte[] sent = Bytes.random(ROUNDS, 16);
        connection.peer().sendSliced(sent, 100);
        ByteBuffer got = ByteBuffer.allocate(ROUNDS);

        AsyncExpect.value(connection.stream()
                .readEach(7, bytes -> {
                    got.put(bytes);
                    return CompletableFuture.completedFuture(got.hasRemaining());
                })
                .thenApply(nothing -> true));

        Expect.sameBytes(sent, got.array(), "the data that the sink got");
    }

    @Behaviour(
            id = "ASY_20",
            rule = Rule.D9,
            title = "startTls during a read fails with an IllegalStateException and affects neither",
            hint = "startTls needs both directions",
            needs = Capability.TLS)
    static void startTlsDuringARead(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<byte[]> read = connection.stream().read(1);

        AsyncExpect.failure(
                IllegalStateException.class, connection.stream().startTls(TlsMaterial.client(), TlsMaterial.HOST));
        connection.peer().send("x");

        Expect.sameBytes(Bytes.ascii("x"), AsyncExpect.value(read), "the result of the read");
    }

    @Behaviour(
            id = "ASY_19",
            rule = Rule.D14,
            title = "a cancelled startTls closes the stream, and nothing is sent in plaintext afterwards",
            hint = "cancelling the future of startTls",
            needs = Capability.TLS)
    static void aCancelledStartTlsCloses(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<Void> handshake = connection.stream().startTls(TlsMaterial.client(), TlsMaterial.HOST);
        connection.peer().readExactly(6); // it is under way

        Expect.that(handshake.cancel(true), "cancel returned false for a pending handshake");

        AsyncExpect.failure(
                NetworkStreamClosedException.class, connection.stream().write(Bytes.ascii("secret")));
        Expect.that(!connection.stream().isOpen(), "isOpen is true after a startTls that was cancelled");
    }

    @Behaviour(
            id = "ASY_25",
            rule = Rule.D22,
            title = "a function that throws does not affect its stream",
            hint = "the thread that runs functions: their exceptions must reach only their own futures")
    static void aFunctionThatThrows(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        connection.peer().echo();
        CompletableFuture<Object> careless = connection.stream().read(1).thenApply(bytes -> {
            throw new IllegalStateException("the function's own failure");
        });
        AsyncExpect.value(connection.stream().write(Bytes.ascii("x")).thenApply(nothing -> true));
        AsyncExpect.failure(
                CompletionException.class, careless.thenApply(never -> never).handle((v, e) -> {
                    throw new CompletionException(e);
                }));

        AsyncExpect.value(connection.stream().write(Bytes.ascii("y")).thenApply(nothing -> true));
        Expect.sameBytes(Bytes.ascii("y"), AsyncExpect.value(connection.stream().read(1)), "the echoed data");
    }

    @Behaviour(
            id = "ASY_27",
            rule = Rule.D18,
            title = "the future of a call fails with the exception itself, a derived one with a CompletionException",
            hint = "completeExceptionally: no wrapper around the failure")
    static void failuresAreNotWrapped(CaseContext kit) throws Exception {
        AsyncNetworkStreamInterface stream = kit.connectAsync().stream();
        AsyncExpect.value(stream.close().thenApply(nothing -> true));
        CompletableFuture<byte[]> read = stream.read(1);

        Throwable direct = AsyncExpect.value(read.handle((bytes, failure) -> failure));
        Throwable derived = AsyncExpect.value(read.thenApply(bytes -> bytes).handle((bytes, failure) -> failure));

        Expect.failure(IOException.class, direct);
        Expect.failure(CompletionException.class, derived);
        Expect.that(derived.getCause() instanceof IOException, "the cause is " + derived.getCause());
    }
}
