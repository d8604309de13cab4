// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** TLS failures are permanent errors with the proper type. */
final class TlsFailureCases {
    private TlsFailureCases() {}

    private static void startTls(CaseContext kit, NetworkStreamInterface stream) throws Exception {
        stream.startTls(kit.clientContext(), TlsMaterial.HOST);
    }

    /** A peer that runs the handshake, then reads until an end or a failure; the result tells whether it got any data. */
    private static BackgroundCall<Boolean> dataReaches(CaseContext kit, TlsPeer peer) {
        return kit.start(() -> {
            try {
                peer.socket().startHandshake();
                return peer.input().read() >= 0;
            } catch (IOException e) {
                return false; // an alert, for example
            }
        });
    }

    private static void expectRefusal(CaseContext kit, StreamAndPeer connection, SSLContext server) throws Exception {
        NetworkStreamInterface stream = connection.stream();
        TlsPeer peer = TlsPeer.server(connection.peer(), server, kit.protocol());
        BackgroundCall<Boolean> dataReached = dataReaches(kit, peer);

        Expect.failure(SSLException.class, () -> startTls(kit, stream));

        Expect.broken(() -> stream.write(Bytes.ascii("secret")));
        Expect.that(!stream.isOpen(), "isOpen is true after a failed handshake; it must be false");
        Expect.that(!dataReached.get(), "the peer got data after a failed handshake");
        String wire = new String(peer.received(), StandardCharsets.ISO_8859_1);
        Expect.that(!wire.contains("secret"), "the peer got plaintext that was written after a failed handshake");
    }

    @Behaviour(
            id = "TLS_05",
            rule = Rule.D14,
            title = "a certificate of an unknown authority fails startTls with an SSLException and closes the stream",
            hint = "the failure path of startTls, and the trust manager's verdict",
            eachTls = true,
            recordByRecord = true)
    static void anUnknownAuthorityIsRefused(CaseContext kit) throws Exception {
        expectRefusal(kit, kit.connect(), TlsMaterial.server(TlsMaterial.SERVER_OF_ANOTHER_AUTHORITY));
    }

    @Behaviour(
            id = "TLS_06",
            rule = Rule.D18,
            title = "a certificate for another name fails startTls with an SSLException and closes the stream",
            hint = "SSLParameters.setEndpointIdentificationAlgorithm(\"HTTPS\"): without it an engine accepts any name",
            eachTls = true,
            recordByRecord = true)
    static void anotherNameIsRefused(CaseContext kit) throws Exception {
        expectRefusal(kit, kit.connect(), TlsMaterial.server(TlsMaterial.SERVER_OF_ANOTHER_NAME));
    }

    @Behaviour(
            id = "TLS_21",
            rule = Rule.D13,
            title = "a stream may be closed twice after a failed handshake",
            hint = "a close_notify for a TLS connection that was never established",
            needs = Capability.TLS,
            recordByRecord = true)
    static void closesAfterAFailure(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        failHandshake(kit, connection);

        Expect.closes(connection.stream());
        Expect.closes(connection.stream());
    }

    private static void failHandshake(CaseContext kit, StreamAndPeer connection) throws Exception {
        SSLContext context = TlsMaterial.server(TlsMaterial.SERVER_OF_ANOTHER_AUTHORITY);
        dataReaches(kit, TlsPeer.server(connection.peer(), context, "TLSv1.3"));
        Expect.failure(SSLException.class, () -> startTls(kit, connection.stream()));
    }

    @Behaviour(
            id = "TLS_25",
            rule = Rule.D18,
            title = "a connection that breaks under TLS is a SocketException, in the handshake and after it",
            hint = "failures of the transport that are converted to SSLExceptions",
            needs = Capability.RESET,
            eachTls = true,
            recordByRecord = true)
    static void aResetIsNoTlsFailure(CaseContext kit) throws Exception {
        StreamAndPeer early = kit.connect();
        kit.script(() -> {
            early.peer().readExactly(6);
            early.peer().reset();
        });
        expectReset(Expect.broken(() -> startTls(kit, early.stream())), "startTls");
        Expect.broken(() -> early.stream().write(Bytes.ascii("secret")));

        StreamAndPeer late = kit.connect();
        TlsScript.server(late.peer(), kit.protocol()).shakeHandsWith(late.stream(), kit);
        late.stream().write(Bytes.ascii("unread")); // otherwise a UNIX-domain socket has no reset
        BackgroundCall<byte[]> reader = kit.start(() -> late.stream().read()).awaitBlocked();
        late.peer().reset();
        expectReset(Expect.broken(reader.failure()), "read");
        Expect.broken(() -> late.stream().read());
    }

    private static void expectReset(IOException failure, String call) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SocketException)) {
            cause = cause.getCause();
        }
        if (cause == null) {
            throw new AssertionError(
                    call + " failed with " + failure + "; a SocketException was required, or one as its cause",
                    failure);
        }
    }

    @Behaviour(
            id = "TLS_26",
            rule = Rule.D14,
            title = "a peer that does not speak TLS fails startTls with an SSLException and closes the stream",
            hint = "a response that is not a TLS record",
            needs = Capability.TLS,
            recordByRecord = true)
    static void anAnswerInPlainIsRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<Boolean> ended = kit.start(() -> {
            connection.peer().readExactly(6);
            connection.peer().send("HTTP/1.1 400 Bad Request\r\n\r\n");
            try {
                connection.peer().readAll();
            } catch (IOException e) {
                // a reset is an end as well
            }
            return true;
        });

        Expect.failure(SSLException.class, () -> startTls(kit, connection.stream()));

        Expect.broken(() -> connection.stream().read());
        ended.get();
    }

    @Behaviour(
            id = "TLS_27",
            rule = Rule.D18,
            title =
                    "a peer that requires a client certificate fails the handshake or the first read, and is not an end of stream",
            hint = "alerts after the handshake, as in TLS 1.3",
            eachTls = true,
            recordByRecord = true)
    static void aMissingCertificateIsAFailure(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        SSLContext server = TlsMaterial.serverForClientCertificates();
        TlsPeer peer = TlsPeer.server(connection.peer(), server, kit.protocol())
                .with(settings -> settings.setNeedClientAuth(true));
        dataReaches(kit, peer);

        // not necessarily an SSLException: if the peer closes immediately, a reset may overtake its alert
        Expect.broken(() -> {
            startTls(kit, stream);
            stream.read();
        });
        Expect.broken(stream::read);
    }

    @Behaviour(
            id = "TLS_28",
            rule = Rule.D14,
            title = "after a failed handshake there is no second one, and nothing is read",
            hint = "the failure path of startTls: it must close the stream, not restore the plaintext one",
            needs = Capability.TLS,
            recordByRecord = true)
    static void noSecondHandshakeFollowsAFailure(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        failHandshake(kit, connection);

        Expect.soon(() -> Expect.broken(() -> startTls(kit, connection.stream())));
        Expect.soon(() -> Expect.broken(() -> connection.stream().read()));
        Expect.soon(() -> Expect.broken(() -> connection.stream().write(Bytes.ascii("secret"))));
    }

    @Behaviour(
            id = "TLS_38",
            rule = Rule.D12,
            title = "a certificate rejected when the peer renegotiates is an SSLException, and the peer gets an alert",
            hint = "an engine closed after a failed task, which is treated as the peer's close_notify",
            needs = Capability.TLS,
            recordByRecord = true)
    static void aRejectedRenegotiationIsNoEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        RevocableTrust trust = new RevocableTrust();
        TlsScript script = TlsScript.server(connection.peer(), "TLSv1.2").shakeHandsWith(stream, trust.context(), kit);
        script.sendData(Bytes.ascii("half an answer"));
        stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseThrow().invalidate(); // otherwise no certificate is sent again
        trust.revoke();
        BackgroundCall<Boolean> alert = kit.start(() -> {
            try {
                script.shakeHands();
                script.readToCloseNotify();
                return false;
            } catch (SSLException e) {
                return true;
            } catch (IOException e) {
                return false;
            }
        });

        Expect.sameBytes(Bytes.ascii("half an answer"), Bytes.read(stream, 14), "the data read before");
        for (int i = 0; i < 2; i++) {
            Expect.failure(SSLException.class, stream::read);
        }
        Expect.that(alert.get(), "the peer got no alert");
    }
}
