// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.time.Duration;

/** The input alone can be ended on this side, even while a reader is blocked. */
final class ShutdownInputCases {
    private ShutdownInputCases() {}

    @Behaviour(
            id = "SHI_01",
            rule = Rule.D16,
            needs = Capability.HALF_CLOSE,
            title = "after shutdownInput, reads return the end of the stream, and writing still works",
            hint = "data that arrived before, which must be discarded")
    static void nothingIsReadAfterwards(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        connection.peer().send("hello");
        Expect.sameBytes(Bytes.ascii("h"), stream.read(1), "the result of read(1)");

        stream.shutdownInput();
        stream.shutdownInput();

        Expect.endOfStream(stream);
        Expect.endOfStream(stream);
        Expect.equal(0, stream.available(), "available() after shutdownInput");
        stream.write(Bytes.ascii("ok"));
        Expect.sameBytes(Bytes.ascii("ok"), connection.peer().readExactly(2), "the data that the peer read");
        Expect.that(stream.isOpen(), "the stream is closed after shutdownInput; it must stay open");
    }

    @Behaviour(
            id = "SHI_02",
            rule = Rule.D16,
            needs = Capability.HALF_CLOSE,
            title = "a blocked reader gets the end of the stream when another thread calls shutdownInput",
            hint = "a wait that only data or the peer ends")
    static void aBlockedReaderGetsTheEnd(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        BackgroundCall<byte[]> reader = kit.start(() -> stream.read(1)).awaitBlocked();

        stream.shutdownInput();

        Expect.equal(0, reader.get().length, "the length of the blocked read's result");
        Expect.endOfStream(stream);
    }

    @Behaviour(
            id = "SHI_03",
            rule = Rule.D16,
            needs = Capability.HALF_CLOSE,
            title = "a reader that is blocked under a deadline gets the end of the stream as well",
            hint = "a wait for readiness that is made outside of read")
    static void aReaderUnderADeadlineGetsTheEnd(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        BackgroundCall<byte[]> reader = kit.start(() -> {
                    try (Timeout deadline = Timeout.after(TckTimes.guard())) {
                        return stream.read(1);
                    }
                })
                .awaitBlocked();

        stream.shutdownInput();

        Expect.soon(() -> Expect.equal(0, reader.get().length, "the length of the blocked read's result"));
    }

    @Behaviour(
            id = "SHI_04",
            rule = Rule.D4,
            needs = Capability.HALF_CLOSE,
            title = "shutdownInput under an expired deadline changes nothing, and fails as closed after close",
            hint = "the checks that each call makes before it does I/O")
    static void shutdownInputMakesTheChecks(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        connection.peer().send("ok");

        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(stream::shutdownInput);
        }
        Expect.sameBytes(Bytes.ascii("ok"), Bytes.read(stream, 2, 2), "the data read afterwards");
        stream.close();
        Expect.closed(stream::shutdownInput);
    }

    @Behaviour(
            id = "SHI_05",
            rule = Rule.D12,
            needs = Capability.HALF_CLOSE,
            title = "over TLS, shutdownInput ends a blocked reader in an orderly way, and writing still works",
            hint = "an end made by this side that is treated as a peer's close without close_notify",
            eachTls = true)
    static void shutdownInputIsNoTruncation(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsPeer peer = TlsPeer.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);
        BackgroundCall<byte[]> reader = kit.start(() -> stream.read(1)).awaitBlocked();

        stream.shutdownInput();

        Expect.equal(0, reader.get().length, "the length of the blocked read's result");
        Expect.endOfStream(stream);
        stream.write(Bytes.ascii("ok"));
        Expect.sameBytes(Bytes.ascii("ok"), peer.input().readNBytes(2), "the data that the peer read");
    }
}
