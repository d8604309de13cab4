// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.TlsTruncation;
import io.netbackends.internal.ForwardingSslEngine;
import io.netbackends.testsupport.TestPki;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records that a read returns. */
class TlsTransportReadTest {
    private static final TestPki PKI = TestPki.create();

    private final FakeTransport transport = new FakeTransport();
    private final ByteBuffer wire = ByteBuffer.allocate(1000);
    private final ByteBuffer dst = ByteBuffer.allocate(500);
    private TlsPair pair;
    private TlsTransport tls;

    @BeforeEach
    void connect() throws Exception {
        connect("TLSv1.3");
    }

    private void connect(String protocol) throws Exception {
        connect(TlsPair.clientEngine(PKI.trusting(), protocol), protocol);
    }

    private void connect(SSLEngine client, String protocol) throws Exception {
        pair = new TlsPair(client, TlsPair.serverEngine(PKI.issue("localhost").serverContext(), protocol), 1 << 16);
        pair.handshake();
        tls = new TlsTransport(transport, pair.client, TlsTruncation.ERROR, "192.0.2.1:80");
    }

    private void arrive(String plaintext) throws SSLException {
        pair.server.encrypt(ByteBuffer.wrap(plaintext.getBytes(US_ASCII)));
        wire.put(pair.server.outEncrypted().content());
    }

    private void connectWire() {
        wire.flip();
        transport.onRead(to -> {
            int n = wire.hasRemaining() ? wire.remaining() : -1;
            to.put(wire);
            return n;
        });
    }

    @Test
    void recordsThatHaveComeTogetherAreReadTogether() throws Exception {
        arrive("one");
        arrive("two");
        connectWire();
        assertThat(tls.read(dst)).isEqualTo(6);
        assertThat(new String(dst.array(), 0, 6, US_ASCII)).isEqualTo("onetwo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void dataThatComesWithTheCloseNotifyCanBeAnswered(String protocol) throws Exception {
        connect(protocol);
        arrive("one");
        pair.server.encryptCloseNotify();
        wire.put(pair.server.outEncrypted().content());
        connectWire();
        assertThat(tls.read(dst)).isEqualTo(3);
        tls.write(ByteBuffer.allocate(1));
        assertThat(tls.read(dst)).isEqualTo(-1);
    }

    @Test
    void recordThatIsLargerThanTheBufferIsReadInParts() throws Exception {
        arrive("three");
        connectWire();
        assertThat(tls.read(dst.limit(2))).isEqualTo(2);
        assertThat(tls.read(dst.limit(5))).isEqualTo(3);
        assertThat(new String(dst.array(), 0, 5, US_ASCII)).isEqualTo("three");
    }

    @Test
    void failureBehindDataIsThatOfTheNextReadAlthoughTheEngineWouldGoOn() throws Exception {
        AtomicInteger records = new AtomicInteger();
        SSLEngine stuckOnce = new ForwardingSslEngine(TlsPair.clientEngine(PKI.trusting(), "TLSv1.3")) {
            @Override
            public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length)
                    throws SSLException {
                return records.incrementAndGet() == 2
                        ? new SSLEngineResult(SSLEngineResult.Status.OK, getHandshakeStatus(), 0, 0)
                        : super.unwrap(src, dsts, offset, length);
            }
        };
        records.set(-1000);
        connect(stuckOnce, "TLSv1.3");
        arrive("one");
        arrive("two");
        connectWire();
        records.set(0);
        assertThat(tls.read(dst)).isEqualTo(3);
        assertThatThrownBy(() -> tls.read(dst))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("makes no progress");
    }

    @Test
    void dataBeforeADamagedRecordIsReadAndEachLaterReadFails() throws Exception {
        arrive("one");
        int damaged = wire.position();
        arrive("two");
        wire.put(damaged + 10, (byte) ~wire.get(damaged + 10));
        connectWire();
        assertThat(tls.read(dst)).isEqualTo(3);
        assertThat(transport.calls).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> tls.read(dst))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("Tag mismatch"); // and not a consequential failure
        }
        assertThat(transport.calls).as("the alert is sent").isEqualTo(2);
    }
}
