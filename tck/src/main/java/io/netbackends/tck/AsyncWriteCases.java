// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A write completes when the system has accepted all of it, and an abandoned write closes the stream. */
final class AsyncWriteCases {
    private AsyncWriteCases() {}

    @Behaviour(
            id = "ASY_03",
            rule = Rule.D2,
            title = "a cancelled write closes the stream, and the peer gets an error, not the end of a message",
            hint = "a cancelled write: abort, not close",
            needs = {Capability.BACKPRESSURE, Capability.ABORT_RESETS})
    static void aCancelledWriteResets(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AsyncNetworkStreamInterface stream = connection.stream();
        CompletableFuture<Void> write = stream.write(Bytes.plenty());
        connection.peer().readExactly(1); // it is under way

        Expect.that(write.cancel(true), "cancel returned false for a pending write");

        AsyncExpect.failure(CancellationException.class, write);
        Expect.that(!stream.isOpen(), "isOpen is true after a write that was cancelled");
        AsyncExpect.failure(NetworkStreamClosedException.class, stream.write(Bytes.ascii("more")));
        Expect.broken(() -> connection.peer().readAll());
    }

    @Behaviour(
            id = "ASY_23",
            rule = Rule.D17,
            title =
                    "a write completes only when the system has accepted all of it: a peer that does not read delays it",
            hint = "a write queue that grows without bound",
            needs = Capability.BACKPRESSURE)
    static void aWriteIsNotQueued(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<Void> write = connection.stream().write(Bytes.plenty());

        try {
            write.get(TckTimes.moment().toNanos(), TimeUnit.NANOSECONDS);
            throw new AssertionError("a write of 16 MiB is complete although the peer reads nothing");
        } catch (TimeoutException e) {
            connection.peer().discard();
        }

        AsyncExpect.value(write);
    }
}
