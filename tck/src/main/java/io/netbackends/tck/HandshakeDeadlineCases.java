// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.SocketStyleEngine;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS handshakes end at their deadline, and nothing is sent after them. */
final class HandshakeDeadlineCases {
    private HandshakeDeadlineCases() {}

    private static void startTls(NetworkStreamInterface stream) throws Exception {
        stream.startTls(TlsMaterial.client(), TlsMaterial.HOST);
    }

    @Behaviour(
            id = "DLH_01",
            rule = Rule.D17,
            title = "a handshake with a silent peer ends at the deadline",
            hint = "the reads of the handshake, which must obey the deadline of the call",
            needs = Capability.TLS)
    static void aSilentPeerTimesOut(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().discard();
        SSLContext context = TlsMaterial.client();

        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            Expect.timeout(TckTimes.moment(), () -> connection.stream().startTls(context, TlsMaterial.HOST));
            Expect.that(deadline.isExpired(), "the handshake timed out before its deadline");
        }
    }

    @Behaviour(
            id = "DLH_02",
            rule = Rule.D17,
            title = "a handshake whose peer sends byte by byte ends at the deadline",
            hint = "a timeout that restarts with each read or message of the handshake",
            needs = Capability.TLS)
    static void aTrickledHandshakeTimesOut(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Duration deadline = TckTimes.moment().multipliedBy(2);
        Duration pause = Duration.ofMillis(50);
        // The peer falls silent at the end, so that a backend that restarts its timeout is late, not blocked.
        long bytes = TckTimes.slack().plus(deadline).dividedBy(pause);
        // The header of a record of 16 KiB with a ServerHello in it.
        byte[] hello = Arrays.copyOf(new byte[] {22, 3, 3, 64, 0, 2, 0, 63, -4, 3, 3}, (int) bytes);
        SSLContext context = TlsMaterial.client();
        connection.peer().discard();
        connection.peer().trickle(hello, pause);

        try (Timeout timeout = Timeout.after(deadline)) {
            Expect.timeout(deadline, () -> connection.stream().startTls(context, TlsMaterial.HOST));
            Expect.that(timeout.isExpired(), "the handshake timed out before its deadline");
        }
    }

    @Behaviour(
            id = "DLH_04",
            rule = Rule.D14,
            title = "after a handshake that timed out, nothing is sent or read",
            hint = "the failure path of startTls: it must close the stream, not restore the plaintext one",
            needs = Capability.TLS)
    static void nothingFollowsATimeout(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        BackgroundCall<byte[]> received = kit.start(() -> readToAnyEnd(connection.peer()));
        try (Timeout timeout = Timeout.after(TckTimes.moment())) {
            Expect.timeout(Duration.ZERO, () -> startTls(stream));
            Expect.that(timeout.isExpired(), "the handshake timed out before its deadline");
        }

        Expect.soon(() -> Expect.broken(() -> stream.write(Bytes.ascii("secret"))));
        Expect.soon(() -> Expect.broken(stream::read));
        Expect.soon(() -> Expect.broken(() -> startTls(stream)));
        Expect.that(!stream.isOpen(), "isOpen is true after a handshake that timed out; it must be false");
        String seen = new String(received.get(), StandardCharsets.ISO_8859_1);
        Expect.that(!seen.contains("secret"), "the peer got plaintext that was written after startTls had timed out");
    }

    /** Ends only when the stream under test is closed. */
    private static byte[] readToAnyEnd(ScriptedPeer peer) throws Exception {
        java.io.ByteArrayOutputStream seen = new java.io.ByteArrayOutputStream();
        try {
            peer.input().transferTo(seen);
        } catch (java.io.IOException e) {
            // a reset ends it as well
        }
        return seen.toByteArray();
    }

    @Behaviour(
            id = "DLH_05",
            rule = Rule.D17,
            level = Level.RECOMMENDED,
            title = "a handshake times out if the trust manager takes longer than the deadline",
            hint = "the engine's delegated tasks: check the deadline after each",
            needs = Capability.TLS)
    static void aSlowTrustManagerTimesOut(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsPeer peer = TlsPeer.server(connection.peer(), "TLSv1.3");
        kit.script(() -> peer.socket().startHandshake());
        SlowTrustManager slow = new SlowTrustManager();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {slow}, null);

        try (Timeout timeout = Timeout.after(TckTimes.moment())) {
            slow.deadline = timeout;
            Expect.timeout(Duration.ZERO, () -> connection.stream().startTls(context, TlsMaterial.HOST));
        }
        Expect.that(!connection.stream().isOpen(), "isOpen is true after a handshake that timed out; it must be false");
    }

    @Behaviour(
            id = "DLH_06",
            rule = Rule.D3,
            title = "startTls under an expired deadline times out before anything is sent",
            hint = "the check of the deadline before the first message",
            needs = Capability.TLS)
    static void nothingIsSentUnderAnExpiredDeadline(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(() -> startTls(connection.stream()));
            Expect.that(timeout.isExpired(), "the deadline of zero is not expired");
        }
        Expect.broken(() -> connection.stream().write(Bytes.ascii("secret")));
        connection.stream().close();
        Expect.sameBytes(new byte[0], readToAnyEnd(connection.peer()), "the data that the peer read");
    }

    @Behaviour(
            id = "DLH_07",
            rule = Rule.D14,
            title = "if the caller requested it, a handshake that timed out continues with the same engine",
            hint = "the state of an unfinished handshake; until it has ended, nothing may be sent in plaintext",
            needs = Capability.TLS)
    static void aHandshakeGoesOn(CaseContext kit) throws Exception {
        kit.requireBlockingHalf();
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        SSLEngine engine = TlsMaterial.client().createSSLEngine(TlsMaterial.HOST, 443);
        engine.setUseClientMode(true);
        SSLEngine resumable = new SocketStyleEngine(engine, TlsTruncation.ERROR);
        for (Duration deadline : List.of(Duration.ZERO, TckTimes.moment(), TckTimes.moment())) {
            try (Timeout timeout = Timeout.after(deadline)) {
                Expect.timeout(deadline, () -> stream.startTls(resumable));
                Expect.that(timeout.isExpired(), "the handshake timed out before its deadline");
            }
            Expect.that(stream.isOpen(), "isOpen is false after a handshake that may continue; it must be true");
            Expect.failure(SSLException.class, () -> stream.write(Bytes.ascii("secret")));
            Expect.failure(SSLException.class, stream::read);
        }

        TlsScript script = TlsScript.server(connection.peer(), "TLSv1.3");
        BackgroundCall<byte[]> peer = kit.start(() -> {
            script.shakeHands();
            return script.read(2);
        });
        stream.startTls(resumable);

        stream.write(Bytes.ascii("ok"));
        Expect.sameBytes(Bytes.ascii("ok"), peer.get(), "the data that the peer read after the handshake");
    }

    /** Trusts every server, after the deadline has passed. */
    private static final class SlowTrustManager extends X509ExtendedTrustManager {
        private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();

        volatile @Nullable Timeout deadline;

        private void await() {
            Timeout timeout = deadline;
            while (timeout != null && !timeout.isExpired()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            await();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            await();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            await();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
