// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;

/** An aborted stream is closed immediately, and its peer does not see an orderly end. */
final class AbortCases {
    private AbortCases() {}

    @Behaviour(
            id = "ABT_01",
            rule = Rule.D13,
            title = "abort closes the stream immediately, even under an expired deadline, and wakes reader and writer",
            hint = "an abort that checks the deadline, or waits for pending calls",
            needs = Capability.BACKPRESSURE)
    static void abortClosesAtOnce(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        BackgroundCall<byte[]> reader = kit.start(() -> stream.read(1)).awaitBlocked();
        BackgroundCall<Boolean> writer = kit.start(() -> {
                    stream.write(Bytes.plenty());
                    return true;
                })
                .awaitBlocked();

        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.soon(stream::abort);
        }

        Expect.closed(reader.failure());
        Expect.closed(writer.failure());
        Expect.that(!stream.isOpen(), "the stream is open after abort");
        Expect.closed(() -> stream.read(1));
        Expect.closed(() -> stream.write(Bytes.ascii("no")));
        stream.abort();
        stream.close();
    }

    @Behaviour(
            id = "ABT_02",
            rule = Rule.D15,
            title = "a peer whose connection is aborted gets an error, not an end of stream",
            hint = "an abort that only closes the stream",
            needs = Capability.ABORT_RESETS)
    static void thePeerGetsAnError(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.stream().write(Bytes.ascii("half a mess"));
        connection.peer().readExactly(11);

        connection.stream().abort();

        Expect.broken(() -> connection.peer().atEnd());
    }

    @Behaviour(
            id = "ABT_03",
            rule = Rule.D12,
            title = "abort over TLS sends no close_notify",
            hint = "a TLS layer that closes in an orderly way on abort",
            eachTls = true)
    static void abortSendsNoCloseNotify(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(connection.stream(), kit);

        Expect.soon(connection.stream()::abort);

        try {
            Expect.that(connection.peer().atEnd(), "the peer got bytes after abort; none must be sent");
        } catch (IOException e) {
            // a reset
        }
    }
}
