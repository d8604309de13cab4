// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Abandoned asynchronous calls leave nothing behind; run in a separate JVM. */
final class AsyncLeakCases {
    private static final int READS = 500;
    private static final int CONNECTS = 5;

    private AsyncLeakCases() {}

    @Behaviour(
            id = "ASY_04",
            rule = Rule.D20,
            title = "cancelled connects leave no descriptor, even those that succeed later",
            hint = "a connection established after its future was cancelled",
            needs = Capability.DESCRIPTORS)
    static void cancelledConnects(CaseContext kit) throws Exception {
        for (int i = 0; i < 10; i++) { // the JDK opens a descriptor once when a connect is ended
            connectAndCancel(kit);
        }
        Leaks.assertNoDescriptorIsLeft(60, () -> connectAndCancel(kit));
    }

    private static void connectAndCancel(CaseContext kit) throws Exception {
        try (TckListener listener = kit.fixture().listen()) {
            for (int i = 0; i < CONNECTS; i++) {
                CompletableFuture<AsyncNetworkStreamInterface> connect =
                        kit.fixture().connectAsync(listener);
                ScriptedPeer.pause(Duration.ofNanos(i * 50_000L)); // the connect may be at any step
                connect.cancel(true); // may come too late, or end a later call
                AsyncExpect.value(NetworkFutures.composeAlways(
                        connect, (stream, failure) -> stream == null ? NetworkFutures.done() : stream.close()));
            }
        }
    }

    @Behaviour(
            id = "ASY_26",
            rule = Rule.D19,
            title =
                    "500 cancelled or closed reads under a deadline of an hour leave no future, stream or deadline behind",
            hint = "timers and lists of pending calls: entries that have ended must be removed")
    static void readsGivenUpAreCollected(CaseContext kit) throws Exception {
        Leaks.assertCollected(readsGivenUp(kit), "a closed stream, its read or its deadline");
    }

    private static List<Reference<?>> readsGivenUp(CaseContext kit) throws Exception {
        List<Reference<?>> references = new ArrayList<>();
        try (TckListener listener = kit.fixture().listen()) {
            for (int i = 0; i < READS; i++) {
                AsyncNetworkStreamInterface stream =
                        AsyncExpect.value(kit.fixture().connectAsync(listener));
                try (FarEnd peer = listener.accept();
                        Timeout deadline = Timeout.after(Duration.ofHours(1))) {
                    CompletableFuture<byte[]> read = stream.read(1);
                    references.add(new WeakReference<>(deadline));
                    references.add(new WeakReference<>(read));
                    references.add(new WeakReference<>(stream));
                    if (i % 2 == 0) {
                        Expect.that(read.cancel(true), "cancel returned false for a pending read");
                    }
                    AsyncExpect.value(stream.close());
                }
            }
        }
        return references;
    }

    @Behaviour(
            id = "ASY_37",
            rule = Rule.D19,
            title = "the thread that runs functions ends when no stream is open, and a new stream starts one again",
            hint = "the end of a loop's thread, and its restart",
            needs = Capability.EVENT_LOOP)
    static void loopsEndWhenIdle(CaseContext kit) throws Exception {
        for (int i = 0; i < 2; i++) {
            AsyncStreamAndPeer connection = kit.connectAsync();
            CompletableFuture<Thread> ran = connection.stream().read(1).thenApply(bytes -> Thread.currentThread());
            connection.peer().send("x");
            Thread thread = AsyncExpect.value(ran);
            AsyncExpect.value(connection.stream().close());

            TimeUnit.NANOSECONDS.timedJoin(thread, TckTimes.patience().toNanos());
            Expect.that(!thread.isAlive(), thread + " is alive although no stream is open");
        }
    }
}
