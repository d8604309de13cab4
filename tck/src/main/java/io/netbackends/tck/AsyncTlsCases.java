// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** TLS without a thread: neither direction waits for the other, and a blocked handshake delays nothing else. */
final class AsyncTlsCases {

    private AsyncTlsCases() {}

    @Behaviour(
            id = "ASY_21",
            rule = Rule.D22,
            title = "a trust manager that blocks delays neither the deadline of its handshake nor other streams",
            hint = "the tasks of a TLS engine, which must not run on the thread that completes futures",
            needs = {Capability.TLS, Capability.EVENT_LOOP})
    static void aBlockedTrustManagerHoldsUpNothing(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AsyncStreamAndPeer other = kit.connectAsync();
        other.peer().echo();
        BlockedTrust trust = kit.closing(new BlockedTrust());
        kit.script(() -> TlsScript.server(connection.peer(), "TLSv1.3").shakeHands());

        CompletableFuture<Void> handshake;
        try (Timeout deadline = Timeout.after(TckTimes.slack())) {
            handshake = connection.stream().startTls(trust.context(), TlsMaterial.HOST);
        }
        trust.awaitCall();
        AsyncExpect.value(other.stream().write(Bytes.ascii("x")));
        Expect.sameBytes(
                Bytes.ascii("x"), AsyncExpect.value(other.stream().read(1)), "the data that another stream read");

        AsyncExpect.failure(NetworkTimeoutException.class, handshake);
        Expect.that(!connection.stream().isOpen(), "isOpen is true after a handshake that timed out");
    }

    @Behaviour(
            id = "ASY_33",
            rule = Rule.D13,
            title = "close does not wait for a trust manager, and ends the handshake that is blocked in one",
            hint = "a TLS engine's task whose stream is closed",
            needs = {Capability.TLS, Capability.EVENT_LOOP})
    static void closeDuringATask(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        TlsScript script = TlsScript.server(connection.peer(), "TLSv1.3");
        BackgroundCall<Throwable> peer = kit.start(() -> Expect.broken(() -> {
            script.shakeHands();
            script.readToCloseNotify();
            throw new IOException("the stream under test closed in an orderly way");
        }));
        try (BlockedTrust trust = kit.closing(new BlockedTrust())) {
            CompletableFuture<Void> handshake = connection.stream().startTls(trust.context(), TlsMaterial.HOST);
            trust.awaitCall();

            AsyncExpect.value(connection.stream().close());

            AsyncExpect.failure(NetworkStreamClosedException.class, handshake);
            peer.get();
        }
    }

    @Behaviour(
            id = "ASY_22",
            rule = Rule.D1,
            title = "a read may time out while TLS has a response that it cannot send, and the stream stays usable",
            hint = "the response to a key update: it stays queued for the next call that sends",
            needs = {Capability.TLS, Capability.BACKPRESSURE})
    static void anAnswerThatCannotBeSent(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AsyncNetworkStreamInterface stream = connection.stream();
        TlsScript script = TlsScript.server(connection.peer(), "TLSv1.3");
        shakeHands(kit, script, stream);
        byte[] data = Bytes.plenty();
        CompletableFuture<Void> write = stream.write(data); // the peer does not read
        script.send(script.keyUpdate());

        CompletableFuture<byte[]> read;
        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            read = stream.read(1);
        }
        AsyncExpect.failure(NetworkTimeoutException.class, read);
        Expect.that(stream.isOpen() && !write.isDone(), "a read that timed out has ended the stream or the write");
        script.sendData(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), AsyncExpect.value(stream.read(1)), "the data read with the new keys");

        BackgroundCall<byte[]> received = kit.start(() -> script.read(data.length));
        Expect.sameBytes(data, received.get(), "the data that the peer read"); // first, since this takes long
        AsyncExpect.value(write);
        int before = script.recordsRead();
        AsyncExpect.value(stream.write(Bytes.ascii("y")));
        Expect.sameBytes(Bytes.ascii("y"), script.read(1), "the data that the peer read last");
        Expect.that(script.recordsRead() > before, "the peer got no record");
    }

    @Behaviour(
            id = "ASY_28",
            rule = Rule.D9,
            title = "16 MiB pass in both directions over TLS through an echo that does not read while it writes",
            hint = "a reader that waits until the writer's records are sent, or vice versa",
            needs = Capability.BACKPRESSURE,
            eachTls = true)
    static void neitherDirectionWaitsForTheOther(CaseContext kit) throws Exception {
        AsyncStreamAndPeer connection = kit.connectAsync();
        AsyncNetworkStreamInterface stream = connection.stream();
        TlsPeer peer = TlsPeer.server(connection.peer(), kit.protocol());
        peer.echo(kit); // its first read runs the handshake
        AsyncExpect.value(stream.startTls(kit.clientContext(), TlsMaterial.HOST));
        byte[] data = Bytes.random(Bytes.MORE_THAN_BUFFERED, 28);
        ByteArrayOutputStream echo = new ByteArrayOutputStream(data.length);

        CompletableFuture<Void> write = stream.write(data);
        CompletableFuture<Void> read = stream.readEach(7_777, bytes -> {
            echo.writeBytes(bytes);
            return CompletableFuture.completedFuture(echo.size() < data.length);
        });

        AsyncExpect.eventually(write);
        AsyncExpect.eventually(read);
        Expect.sameBytes(data, echo.toByteArray(), "the echo over TLS");
    }

    private static void shakeHands(CaseContext kit, TlsScript script, AsyncNetworkStreamInterface stream)
            throws Exception {
        BackgroundCall<Boolean> handshake = kit.start(() -> {
            script.shakeHands();
            return true;
        });
        AsyncExpect.value(stream.startTls(kit.clientContext(), TlsMaterial.HOST));
        handshake.get();
    }
}
