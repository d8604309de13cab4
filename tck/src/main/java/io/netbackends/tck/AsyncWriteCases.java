// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A write is complete when the system has all of it, and one that is given up ends the stream. */
final class AsyncWriteCases {
    private AsyncWriteCases() {}

    @Behaviour(
            id = "ASY_03",
            rule = Rule.D2,
            title =
                    "a write that was cancelled closes the stream, and the peer gets an error, not the end of a message",
            hint = "what becomes of a write that is given up: abort, not close",
            needs = {Capability.BACKPRESSURE, Capability.ABORT_RESETS})
    static void aCancelledWriteResets(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AsyncNetworkStreamInterface stream = connection.stream();
        CompletableFuture<Void> write = stream.write(Bytes.plenty());
        connection.peer().readExactly(1); // it is under way

        Expect.that(write.cancel(true), "cancel returned false for a write that waits");

        AsyncExpect.failure(CancellationException.class, write);
        Expect.that(!stream.isOpen(), "isOpen is true after a write that was cancelled");
        AsyncExpect.failure(NetworkStreamClosedException.class, stream.write(Bytes.ascii("more")));
        Expect.broken(() -> connection.peer().readAll());
    }

    @Behaviour(
            id = "ASY_23",
            rule = Rule.D17,
            title = "a write is complete only when the system has all of it: a peer that does not read holds it back",
            hint = "a queue of what is to be written, which grows without bound",
            needs = Capability.BACKPRESSURE)
    static void aWriteIsNotQueued(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        CompletableFuture<Void> write = connection.stream().write(Bytes.plenty());

        try {
            write.get(TckTimes.moment().toNanos(), TimeUnit.NANOSECONDS);
            throw new AssertionError("a write of 16 MiB is complete while the peer reads nothing");
        } catch (TimeoutException e) {
            connection.peer().discard();
        }

        AsyncExpect.value(write);
    }
}
