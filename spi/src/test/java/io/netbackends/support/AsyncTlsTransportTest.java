// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data over asynchronous TLS, record by record and byte by byte. */
class AsyncTlsTransportTest {
    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void handshakeAndDataPassByteByByte(String protocol) throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.trusting(protocol);
        pair.clientWire.slice = 1;
        pair.serverWire.slice = 1;
        pair.shakeHands();
        ByteBuffer src = ascii("hello");
        while (!pair.client.tryWrite(src)) {
            assertThat(src.hasRemaining()).isFalse();
        }
        ByteBuffer dst = ByteBuffer.allocate(100);
        int n = pair.server.tryRead(dst);
        assertThat(new String(dst.array(), 0, n, US_ASCII)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void recordsThatFitAreReadAtOnce(String protocol) throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected(protocol);
        for (int i = 0; i < 5; i++) {
            assertThat(pair.client.tryWrite(ascii("record" + i))).isTrue();
        }
        ByteBuffer dst = ByteBuffer.allocate(1000);
        assertThat(pair.server.tryRead(dst)).isEqualTo(5 * 7);
        assertThat(pair.server.tryRead(dst)).isZero();
    }

    @Test
    void recordsThatAreHeldAreReadThoughNothingMoreComes() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        byte[] data = random(60_000);
        assertThat(pair.client.tryWrite(ByteBuffer.wrap(data))).isTrue();
        ByteBuffer dst = ByteBuffer.allocate(10);
        assertThat(pair.server.tryRead(dst)).isEqualTo(10);
        AtomicInteger calls = new AtomicInteger();
        pair.server.awaitInput(calls::incrementAndGet);
        pair.loop.runAll();
        assertThat(calls).hasValue(1);
        assertThat(AsyncTlsPair.read(pair.server, data.length - 10)).hasSize(data.length - 10);
    }

    @Test
    void aWriteGoesOnWhereItWasCutOff() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        byte[] data = random(300_000);
        ByteBuffer src = ByteBuffer.wrap(data);
        pair.clientWire.room = 100;
        assertThat(pair.client.tryWrite(src)).isFalse();
        AtomicInteger calls = new AtomicInteger();
        pair.client.awaitOutput(calls::incrementAndGet);
        pair.loop.runAll();
        assertThat(calls).hasValue(0);
        pair.clientWire.addRoom(1_000_000);
        pair.loop.runAll();
        assertThat(calls).hasValue(1);
        assertThat(pair.client.tryWrite(src)).isTrue();
        assertThat(AsyncTlsPair.read(pair.server, data.length)).isEqualTo(data);
    }

    @Test
    void aReadThatCannotRespondToAKeyUpdateGoesOnAndTheNextWriteSendsTheResponse() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected("TLSv1.3");
        pair.clientWire.room = 3;
        pair.updateServersKeys();
        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThat(pair.client.tryRead(dst)).isZero();
        assertThat(pair.server.tryWrite(ascii("new keys"))).isTrue();
        assertThat(pair.client.tryRead(dst)).isEqualTo(8);
        pair.clientWire.addRoom(1000);
        assertThat(pair.client.tryWrite(ascii("answer"))).isTrue();
        assertThat(AsyncTlsPair.read(pair.server, 6)).isEqualTo("answer".getBytes(US_ASCII));
    }

    @Test
    void aReaderThatWaitsSendsTheResponseAsSoonAsThereIsRoom() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected("TLSv1.3");
        pair.clientWire.room = 3;
        pair.updateServersKeys();
        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThat(pair.client.tryRead(dst)).isZero();
        AtomicInteger calls = new AtomicInteger();
        pair.client.awaitInput(calls::incrementAndGet);
        pair.loop.runAll();
        assertThat(calls).hasValue(0);
        pair.clientWire.addRoom(1000);
        pair.loop.runAll();
        assertThat(calls).hasValue(1);
        assertThat(pair.client.tryRead(dst)).isZero();
        assertThat(pair.serverWire.available()).isGreaterThan(3);
    }

    @Test
    void theReaderDoesNotWaitForRecordsOfTheWriter() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected("TLSv1.3");
        byte[] data = random(300_000);
        ByteBuffer src = ByteBuffer.wrap(data);
        pair.clientWire.room = 1000;
        assertThat(pair.client.tryWrite(src)).isFalse();
        pair.updateServersKeys();
        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThat(pair.client.tryRead(dst)).isZero();
        assertThat(pair.server.tryWrite(ascii("x"))).isTrue();
        assertThat(pair.client.tryRead(dst)).isEqualTo(1);
        pair.clientWire.addRoom(1_000_000);
        assertThat(pair.client.tryWrite(src)).isTrue();
        assertThat(AsyncTlsPair.read(pair.server, data.length)).isEqualTo(data);
    }

    @Test
    void aPeerThatAsksForTooManyResponsesWithoutReadingTheWritersRecordsIsRefused() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected("TLSv1.3");
        pair.clientWire.room = 1000;
        assertThat(pair.client.tryWrite(ByteBuffer.wrap(random(300_000)))).isFalse();
        for (int i = 0; i < 40; i++) {
            pair.updateServersKeys();
        }
        assertThatThrownBy(() -> pair.client.tryRead(ByteBuffer.allocate(100)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("without reading");
    }

    @Test
    void aReaderWaitsForAPeerThatTakesNoResponses() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected("TLSv1.3");
        pair.clientWire.room = 3;
        for (int i = 0; i < 40; i++) {
            pair.updateServersKeys();
        }
        assertThat(pair.server.tryWrite(ascii("x"))).isTrue();
        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThat(pair.client.tryRead(dst)).isZero();
        assertThat(pair.client.tryRead(dst)).isZero();
        pair.clientWire.addRoom(100_000);
        assertThat(pair.client.tryRead(dst)).isEqualTo(1);
        assertThat(pair.client.tryWrite(ascii("answer"))).isTrue();
        assertThat(AsyncTlsPair.read(pair.server, 6)).isEqualTo("answer".getBytes(US_ASCII));
    }

    @Test
    void aDamagedRecordIsReportedBehindTheDataBeforeItAndToThePeer() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected("TLSv1.3");
        assertThat(pair.server.tryWrite(ascii("good"))).isTrue();
        pair.serverWire.tryWrite(ByteBuffer.wrap(
                new byte[] {23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}));
        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThat(pair.client.tryRead(dst)).isEqualTo(4);
        assertThatThrownBy(() -> pair.client.tryRead(dst)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> pair.server.tryRead(dst))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("bad_record_mac");
    }

    @Test
    void anEndWithoutCloseNotifyIsATruncation() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        pair.serverWire.close();
        assertThatThrownBy(() -> pair.client.tryRead(ByteBuffer.allocate(1)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("without a TLS close_notify");
    }

    @Test
    void anInputThatIsShutDownEndsAndWakesTheReader() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected();
        AtomicInteger calls = new AtomicInteger();
        pair.client.awaitInput(calls::incrementAndGet);
        pair.client.shutdownInput();
        pair.loop.runAll();
        assertThat(calls).hasValue(1);
        assertThat(pair.client.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void theOutputIsClosedAloneAndTheOtherSideGoesOn() throws Exception {
        AsyncTlsPair pair = AsyncTlsPair.connected("TLSv1.3");
        pair.clientWire.room = 1;
        assertThat(pair.client.tryShutdownOutput()).isFalse();
        pair.clientWire.addRoom(100);
        assertThat(pair.client.tryShutdownOutput()).isTrue();
        assertThat(pair.server.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(pair.server.tryWrite(ascii("late"))).isTrue();
        assertThat(AsyncTlsPair.read(pair.client, 4)).isEqualTo("late".getBytes(US_ASCII));
        assertThatThrownBy(() -> pair.client.tryWrite(ascii("no"))).isInstanceOf(SSLException.class);
    }
}
