// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.netbackends.ManualTime;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.TestPki;
import io.netbackends.testsupport.Threads;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** TLS messages that the engine sends while a thread reads, with concurrent writers. */
class TlsTransportResponseTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final FakeTransport transport = new FakeTransport();
    private final AtomicInteger sent = new AtomicInteger();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch firstLeft = new CountDownLatch(1);
    private final CountDownLatch secondLeft = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable Thread heldWhenItHasLooked;

    @Test
    void writerThatWaitedForAnAnswerWhichWasCutOffFindsTheStreamClosed() throws Exception {
        TlsPair pair = TlsPair.connected();
        TlsTransport tls = new TlsTransport(transport, pair.client, TlsTruncation.ERROR, "192.0.2.1:80");
        ByteBuffer request = keyUpdate(pair);
        transport.onRead(dst -> dst.put(request).position());
        AtomicReference<Background<Void>> writer = new AtomicReference<>();
        try (ManualTime time = new ManualTime();
                Timeout timeout = Timeout.after(DEADLINE)) {
            transport.onWrite(src -> {
                writer.set(writing(tls));
                Threads.awaitBlocked(writer.get().thread());
                time.advance(DEADLINE);
                Timeout.check("write to 192.0.2.1:80");
                return 0;
            });
            assertThatThrownBy(() -> tls.read(ByteBuffer.allocate(1))).isInstanceOf(TlsResponseTimeoutException.class);
        }
        assertThat(writer.get().failure())
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasCauseInstanceOf(NetworkTimeoutException.class);
    }

    @Test
    void answerThatTheReaderLeavesToAWriterThatHasJustCheckedIsSent() throws Exception {
        TestPki pki = TestPki.create();
        TlsPair pair = new TlsPair(
                observed(TlsPair.clientEngine(pki.trusting())),
                TlsPair.serverEngine(pki.issue("localhost").serverContext()),
                1 << 16);
        pair.handshake();
        TlsTransport tls = new TlsTransport(transport, pair.client, TlsTruncation.ERROR, "192.0.2.1:80");
        ByteBuffer first = keyUpdate(pair);
        ByteBuffer second = keyUpdate(pair);
        transport.onRead(dst -> {
            await(writing);
            return dst.put(first).position();
        });
        transport.onRead(dst -> {
            firstLeft.countDown();
            await(looked);
            return dst.put(second).position();
        });
        transport.onRead(dst -> {
            secondLeft.countDown();
            await(end);
            return -1;
        });
        transport.onWrite(
                src -> { // the data of the writer
                    writing.countDown();
                    await(firstLeft);
                    return sent.incrementAndGet();
                });
        transport.onWrite(
                src -> { // the first response
                    heldWhenItHasLooked = Thread.currentThread();
                    return sent.incrementAndGet();
                });
        transport.onWrite(src -> sent.incrementAndGet());

        Background<Void> writer = writing(tls);
        Background<Integer> reader = Background.run(() -> tls.read(ByteBuffer.allocate(1)));
        writer.get();
        assertThat(sent).hasValue(3);
        end.countDown();
        assertThat(reader.failure()).isInstanceOf(SSLException.class);
    }

    private static Background<Void> writing(TlsTransport tls) {
        return Background.run(() -> {
            tls.write(ByteBuffer.allocate(1));
            return null;
        });
    }

    /** Returns the TLS 1.3 server's request for a key update. */
    private static ByteBuffer keyUpdate(TlsPair pair) throws SSLException {
        pair.server.engine().beginHandshake();
        pair.server.encryptOwnMessages();
        ByteBuffer records = pair.server.outEncrypted().content();
        ByteBuffer copy = ByteBuffer.allocate(records.remaining()).put(records).flip();
        pair.server.outEncrypted().clear();
        return copy;
    }

    /** An engine that delays a thread which has found no message to send. */
    private SSLEngine observed(SSLEngine engine) {
        return mock(SSLEngine.class, call -> {
            Object result;
            try {
                result = call.getMethod().invoke(engine, call.getArguments());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (result == HandshakeStatus.NOT_HANDSHAKING && Thread.currentThread() == heldWhenItHasLooked) {
                heldWhenItHasLooked = null;
                looked.countDown();
                await(secondLeft);
            }
            return result;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
