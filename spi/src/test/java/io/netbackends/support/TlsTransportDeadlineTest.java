// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ManualTime;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines of TLS over a transport that need not wait, and so never checks the deadline itself. */
class TlsTransportDeadlineTest {
    private static final byte[] NO_TLS = "HTTP/1.1 400 Bad Request\r\n".getBytes(US_ASCII);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final FakeTransport transport = new FakeTransport();
    private final NetworkStream stream = new NetworkStream(transport, "192.0.2.1:80");
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void handshakeEndsAtItsDeadlineThoughBytesKeepComing() {
        for (int i = 0; i < 100; i++) {
            transport.onRead(dst -> receive(dst, new byte[] {22}, Duration.ofSeconds(6)));
        }
        try (Timeout timeout = Timeout.after(DEADLINE)) {
            assertThatThrownBy(() -> stream.startTls(NetworkStreamTlsTest.clientEngine()))
                    .isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void failedHandshakeTakesInTheRestForAMomentOnlyThoughItKeepsComing() {
        for (int i = 0; i < 100; i++) {
            transport.onRead(dst -> receive(dst, NO_TLS, Duration.ofMillis(60)));
        }
        assertThatThrownBy(() -> stream.startTls(NetworkStreamTlsTest.clientEngine()))
                .isInstanceOf(SSLException.class);
        assertThat(reads).as("one, and what comes within 200 ms").hasValue(1 + 4);
    }

    @Test
    void handshakeThatFailsAfterItsDeadlineSaysNoMore() {
        transport.onWrite(src -> writes.incrementAndGet());
        transport.onWrite(src -> writes.incrementAndGet());
        transport.onRead(dst -> receive(dst, NO_TLS, DEADLINE));
        transport.onRead(dst -> receive(dst, NO_TLS, Duration.ZERO));
        try (Timeout timeout = Timeout.after(DEADLINE)) {
            assertThatThrownBy(() -> stream.startTls(NetworkStreamTlsTest.clientEngine()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(writes).as("the client's hello").hasValue(1);
        assertThat(reads).hasValue(1);
    }

    @Test
    void readThatCannotAnswerAKeyUpdateInTimeClosesTheStream() throws Exception {
        TlsPair pair = TlsPair.connected();
        NetworkStream tls = new NetworkStream(
                new TlsTransport(transport, pair.client, TlsTruncation.ERROR, "192.0.2.1:80"), "192.0.2.1:80");
        pair.server.engine().beginHandshake(); // requests a key update in TLS 1.3
        pair.server.encryptOwnMessages();
        ByteBuffer records = pair.server.outEncrypted().content();
        transport.onRead(dst -> dst.put(records).position());
        transport.onWrite(src -> {
            time.advance(DEADLINE);
            Timeout.check("write to 192.0.2.1:80");
            return 0;
        });
        try (Timeout timeout = Timeout.after(DEADLINE)) {
            assertThatThrownBy(tls::read).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(tls.isOpen()).isFalse();
        assertThat(transport.aborts).isEqualTo(1);
        assertThatThrownBy(tls::read)
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasCauseInstanceOf(NetworkTimeoutException.class);
    }

    @Test
    void closingLooksAgainForWhatHasComeIfItWasKeptFromLookingInTime() throws Exception {
        transport.onRead(dst -> {
            reads.incrementAndGet();
            time.advance(Duration.ofMillis(3));
            Timeout.check("read from 192.0.2.1:80");
            return 0;
        });
        transport.onRead(dst -> receive(dst, new byte[4096], Duration.ZERO)); // session tickets, for example
        transport.onRead(dst -> {
            reads.incrementAndGet();
            time.advance(Duration.ofMillis(1));
            Timeout.check("read from 192.0.2.1:80");
            return 0;
        });
        new TlsTransport(transport, TlsPair.connected().client, TlsTruncation.ERROR, "192.0.2.1:80").close();
        assertThat(reads).hasValue(3);
        assertThat(transport.closes).isEqualTo(1);
    }

    @Test
    void closingDoesNotTakeInForEverWhatKeepsComing() throws Exception {
        for (int i = 0; i < 1000; i++) {
            transport.onRead(dst -> receive(dst, new byte[4096], Duration.ofMillis(1)));
        }
        new TlsTransport(transport, TlsPair.connected().client, TlsTruncation.ERROR, "192.0.2.1:80").close();
        assertThat(reads).hasValue(20);
        assertThat(transport.closes).isEqualTo(1);
    }

    private int receive(ByteBuffer dst, byte[] bytes, Duration passing) {
        reads.incrementAndGet();
        time.advance(passing);
        dst.put(bytes);
        return bytes.length;
    }
}
