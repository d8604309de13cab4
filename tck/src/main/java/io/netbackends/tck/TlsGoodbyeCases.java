// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** TLS that ends before the connection, which continues in plaintext. */
final class TlsGoodbyeCases {
    private TlsGoodbyeCases() {}

    private static TlsScript script(CaseContext kit, StreamAndPeer connection) throws Exception {
        kit.requireBlockingHalf();
        return TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(connection.stream(), kit);
    }

    private static void endTls(NetworkStreamInterface stream) throws IOException {
        try {
            stream.endTls();
        } catch (UnsupportedOperationException e) {
            throw new SkippedCase("endTls is not supported: " + e.getMessage());
        }
    }

    @Behaviour(
            id = "TLS_40",
            rule = Rule.STREAM,
            title = "endTls waits for the peer's close_notify, and the bytes after it are plaintext",
            hint = "plaintext that arrived in one segment with the last TLS records",
            eachTls = true)
    static void plaintextFollowsTls(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsScript script = script(kit, connection);
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        BackgroundCall<byte[]> peer = kit.start(() -> {
            script.readToCloseNotify();
            last.writeBytes(script.closeNotify());
            last.writeBytes(Bytes.ascii("plain"));
            script.send(last.toByteArray());
            return connection.peer().readExactly(2);
        });

        endTls(stream);

        Expect.sameBytes(Bytes.ascii("plain"), Bytes.read(stream, 5), "the data read after endTls");
        stream.write(Bytes.ascii("ok"));
        Expect.sameBytes(Bytes.ascii("ok"), peer.get(), "the data that the peer read after TLS");
        Expect.that(
                stream.getExtraInfo(ExtraInfo.SSL_SESSION).isEmpty(),
                "ssl_session is present after endTls; it must be absent");
    }

    @Behaviour(
            id = "TLS_41",
            rule = Rule.D17,
            title = "endTls with a peer that does not respond ends at the deadline, and closes the stream",
            hint = "the wait for the peer's close_notify",
            eachTls = true)
    static void aSilentPeerTimesOut(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        script(kit, connection);

        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            endTls(stream);
            Expect.that(false, "endTls has returned although the peer has sent no close_notify");
        } catch (NetworkTimeoutException e) {
            // now
        }
        Expect.that(!stream.isOpen(), "isOpen is true after endTls timed out; it must be false");
        Expect.closed(() -> stream.write(Bytes.ascii("secret")));
    }

    @Behaviour(
            id = "TLS_42",
            rule = Rule.D4,
            title = "endTls without TLS is an IllegalStateException, and changes nothing",
            hint = "the state that endTls requires",
            needs = Capability.TLS)
    static void withoutTlsNothingChanges(CaseContext kit) throws Exception {
        kit.requireBlockingHalf();
        StreamAndPeer connection = kit.connect();
        Expect.failure(IllegalStateException.class, () -> endTls(connection.stream()));
        connection.stream().write(Bytes.ascii("ok"));
        Expect.sameBytes(Bytes.ascii("ok"), connection.peer().readExactly(2), "the data that the peer read");
    }
}
