// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.TestPki;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** The end of asynchronous TLS: close_notify, alerts, the drain, and closing during a blocked trust manager. */
class AsyncTlsEndTest {
    private static final long TWO_SECONDS = Duration.ofSeconds(2).toNanos();

    private final AtomicInteger finished = new AtomicInteger();

    private void finish(AsyncTlsPair pair, long nanos) {
        pair.loop.runAll(() -> pair.client.finish(nanos, finished::incrementAndGet));
    }

    @Test
    void closeNotifyEndsTheStreamForThePeer() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        finish(pair, TWO_SECONDS);
        assertThat(pair.server.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(finished).as("before the drain").hasValue(0);
        pair.loop.advance(Duration.ofMillis(1));
        assertThat(finished).hasValue(1);
        assertThat(pair.loop.timers()).isZero();
    }

    @Test
    void aPeerThatTakesNothingDoesNotHoldUpTheEndForLong() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        pair.clientWire.room = 0;
        finish(pair, TWO_SECONDS);
        pair.loop.advance(Duration.ofNanos(TWO_SECONDS - 1));
        assertThat(finished).hasValue(0);
        pair.loop.advance(Duration.ofMillis(21));
        pair.loop.advance(Duration.ofMillis(21));
        assertThat(finished).hasValue(1);
        assertThat(pair.loop.timers()).isZero();
    }

    @Test
    void withoutTimeNothingIsSent() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        finish(pair, 0);
        assertThat(finished).hasValue(1);
        assertThat(pair.serverWire.available()).isZero();
    }

    @Test
    void anIncompleteWriteGetsNoCloseNotify() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        pair.clientWire.room = 1000;
        assertThat(pair.client.tryWrite(ByteBuffer.allocate(100_000))).isFalse();
        pair.clientWire.addRoom(1_000_000);
        finish(pair, TWO_SECONDS);
        pair.loop.advance(Duration.ofMillis(1));
        assertThat(finished).hasValue(1);
        assertThat(pair.serverWire.available()).isEqualTo(1000);
    }

    @Test
    void theDrainEndsThoughBytesKeepComing() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        finish(pair, TWO_SECONDS);
        for (int i = 0; i < 100 && finished.get() == 0; i++) {
            pair.serverWire.tryWrite(ByteBuffer.allocate(1));
            pair.loop.runAll();
            pair.loop.advance(Duration.ofNanos(900_000));
        }
        assertThat(finished).hasValue(1);
        assertThat(pair.loop.timers()).isZero();
    }

    @Test
    void aCallThatIsUnderWayWhenTheEndBeginsFails() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        finish(pair, TWO_SECONDS);
        assertThatThrownBy(() -> pair.client.tryRead(ByteBuffer.allocate(1))).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> pair.client.tryWrite(ByteBuffer.allocate(1))).isInstanceOf(SocketException.class);
    }

    @Test
    void aHandshakeThatIsRefusedTellsThePeer() throws Exception {
        TestPki pki = TestPki.create();
        AsyncTlsPair pair = new AsyncTlsPair(
                TlsPair.clientEngine(TestPki.create().trusting(), "TLSv1.2"),
                TlsPair.serverEngine(pki.issue("localhost").serverContext(), "TLSv1.2"),
                TlsTruncation.ERROR);
        AsyncTlsPair.Handshake client = new AsyncTlsPair.Handshake(pair.client);
        AsyncTlsPair.Handshake server = new AsyncTlsPair.Handshake(pair.server);
        pair.loop.runAll(client);
        pair.loop.runAll(server);
        pair.loop.runUntil(client::isDone);
        assertThat(client.failure).isInstanceOf(SSLHandshakeException.class);
        pair.loop.runAll(() -> pair.client.refuse(TWO_SECONDS, finished::incrementAndGet));
        pair.loop.runUntil(server::isDone);
        assertThat(server.failure).isInstanceOf(SSLHandshakeException.class).hasMessageContaining("certificate");
        pair.loop.advance(Duration.ofMillis(200));
        assertThat(finished).hasValue(1);
    }

    @Test
    void theReasonOfARefusalTellsMoreThanABrokenPipe() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.trusting();
        AsyncTlsPair.Handshake client = new AsyncTlsPair.Handshake(pair.client);
        SocketException broken = new SocketException("Broken pipe");
        pair.clientWire.writeFailure = broken;
        pair.loop.runAll(client);
        assertThat(client.isDone()).isFalse();
        byte[] alert = {21, 3, 3, 0, 2, 2, 40}; // handshake_failure
        pair.serverWire.tryWrite(ByteBuffer.wrap(alert));
        pair.loop.runAll();
        assertThat(client.failure)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("handshake_failure")
                .hasSuppressedException(broken);
    }

    @Test
    void aPeerThatRefusesWithoutAWordIsNotWaitedForLong() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.trusting();
        AsyncTlsPair.Handshake client = new AsyncTlsPair.Handshake(pair.client);
        pair.clientWire.writeFailure = new SocketException("Broken pipe");
        pair.loop.runAll(client);
        pair.loop.advance(Duration.ofMillis(199));
        assertThat(client.isDone()).isFalse();
        pair.loop.advance(Duration.ofMillis(1));
        assertThat(client.failure).isSameAs(pair.clientWire.writeFailure);
    }

    @Test
    void aBlockedTrustManagerHoldsUpNeitherTheLoopNorTheEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<AsyncTlsPair> made = new AtomicReference<>();
        AsyncTlsPair pair = pairTrusting(() -> {
            asked.countDown();
            made.get().loop.execute(() -> {}); // so that the test checks
            release.await();
        });
        made.set(pair);
        AsyncTlsPair.Handshake client = new AsyncTlsPair.Handshake(pair.client);
        AsyncTlsPair.Handshake server = new AsyncTlsPair.Handshake(pair.server);
        pair.loop.runAll(client);
        pair.loop.runAll(server);
        pair.loop.runUntil(() -> asked.getCount() == 0);
        pair.loop.runAll(client); // a spurious callback
        assertThat(client.isDone()).isFalse();
        assertThat(pair.client.available()).isZero();
        pair.loop.runAll(() -> pair.client.refuse(TWO_SECONDS, finished::incrementAndGet));
        pair.loop.advance(Duration.ofMillis(200));
        assertThat(finished).hasValue(1);
        release.countDown();
    }

    @Test
    void anErrorOfATrustManagerFailsTheHandshake() throws Exception {
        Error error = new AssertionError("of a trust manager");
        AsyncTlsPair pair = pairTrusting(() -> {
            throw error;
        });
        AsyncTlsPair.Handshake client = new AsyncTlsPair.Handshake(pair.client);
        pair.loop.runAll(client);
        pair.loop.runAll(new AsyncTlsPair.Handshake(pair.server));
        pair.loop.runUntil(client::isDone);
        assertThat(client.failure).isSameAs(error);
    }

    /** The check of a trust manager. */
    private interface Check {
        void run() throws InterruptedException;
    }

    private static AsyncTlsPair pairTrusting(Check check) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new CheckingTrustManager(check)}, null);
        return new AsyncTlsPair(
                TlsPair.clientEngine(context),
                TlsPair.serverEngine(TestPki.create().issue("localhost").serverContext()),
                TlsTruncation.ERROR);
    }

    private static final class CheckingTrustManager extends X509ExtendedTrustManager {
        private final Check check;

        CheckingTrustManager(Check check) {
            this.check = check;
        }

        private void check() {
            try {
                check.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
