// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.TestPki;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TLS over TLS, as through an HTTPS proxy: the lower layer may have accepted bytes without sending them. */
class AsyncTlsInTlsTest {
    private AsyncTlsPair below;
    private AsyncTlsTransport client;
    private AsyncTlsTransport server;

    @BeforeEach
    void shakeHandsTwice() throws Exception {
        below = AsyncTlsPair.connected();
        TestPki pki = TestPki.create();
        client = new AsyncTlsTransport(
                below.client, TlsPair.machine(TlsPair.clientEngine(pki.trusting())), TlsTruncation.ERROR, "peer:1");
        server = new AsyncTlsTransport(
                below.server,
                TlsPair.machine(TlsPair.serverEngine(pki.issue("localhost").serverContext())),
                TlsTruncation.ERROR,
                "peer:2");
        AsyncTlsPair.Handshake one = new AsyncTlsPair.Handshake(client);
        AsyncTlsPair.Handshake other = new AsyncTlsPair.Handshake(server);
        below.loop.runAll(one);
        below.loop.runAll(other);
        below.loop.runUntil(() -> one.isDone() && other.isDone());
        assertThat(client.tryRead(ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void aWriteIsCompleteOnlyWhenTheLowerOneHasSentItsRecords() throws Exception {
        ByteBuffer src = ByteBuffer.allocate(10);
        below.clientWire.room = 5;
        assertThat(client.tryWrite(src)).isFalse();
        assertThat(client.tryWrite(src)).isFalse();
        AtomicInteger calls = new AtomicInteger();
        client.awaitOutput(calls::incrementAndGet);
        below.loop.runAll();
        assertThat(calls).hasValue(0);
        below.clientWire.addRoom(1000);
        below.loop.runAll();
        assertThat(calls).hasValue(1);
        assertThat(client.tryWrite(src)).isTrue();
        assertThat(server.tryRead(ByteBuffer.allocate(100))).isEqualTo(10);
    }

    @Test
    void muchDataPasses() throws Exception {
        byte[] data = new byte[500_000];
        new Random(1).nextBytes(data);
        assertThat(client.tryWrite(ByteBuffer.wrap(data))).isTrue();
        assertThat(AsyncTlsPair.read(server, data.length)).isEqualTo(data);
    }

    @Test
    void bothEndWithCloseNotify() throws Exception {
        AtomicInteger finished = new AtomicInteger();
        below.loop.runAll(() -> client.finish(Duration.ofSeconds(2).toNanos(), finished::incrementAndGet));
        assertThat(server.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
        for (int i = 0; i < 3; i++) {
            below.loop.advance(Duration.ofMillis(1));
        }
        assertThat(finished).hasValue(1);
        assertThat(below.loop.timers()).isZero();
        assertThat(below.server.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
}
