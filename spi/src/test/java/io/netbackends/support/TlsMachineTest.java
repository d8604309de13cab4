// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.support.TlsMachine.Need;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsMachineTest {
    private static final TestPki PKI = TestPki.create();
    private static final Identity LOCALHOST = PKI.issue("localhost");

    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    private static TlsPair pair(String protocol, int slice) throws SSLException {
        return new TlsPair(
                TlsPair.clientEngine(PKI.trusting(), protocol),
                TlsPair.serverEngine(LOCALHOST.serverContext(), protocol),
                slice);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, 1, 1000",
        "TLSv1.3, 7, 1",
        "TLSv1.3, 100000, 65536",
        "TLSv1.2, 1, 1000",
        "TLSv1.2, 7, 1",
        "TLSv1.2, 100000, 65536"
    })
    void whatOneSideEncryptsTheOtherDecryptsHoweverTheWireIsCut(String protocol, int slice, int buffer)
            throws Exception {
        TlsPair pair = pair(protocol, slice);
        pair.handshake();
        byte[] data = random(100_000);
        assertThat(pair.transfer(pair.client, pair.server, data, buffer)).isEqualTo(data);
        assertThat(pair.transfer(pair.server, pair.client, data, buffer)).isEqualTo(data);
        assertThat(pair.client.engine().getSession().getProtocol()).isEqualTo(protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void messagesThatFollowOneAnotherAreSentAtOnce(String protocol) throws Exception {
        TlsPair pair = pair(protocol, Integer.MAX_VALUE);
        List<Integer> flights = new ArrayList<>();
        for (Need need = pair.client.handshake(); need != Need.NOTHING; need = pair.client.handshake()) {
            if (need == Need.OUTPUT) {
                flights.add(pair.client.outEncrypted().content().remaining());
                pair.carry(pair.client, pair.server);
            } else if (need == Need.TASKS) {
                pair.client.runTasks();
            } else {
                answer(pair);
            }
        }
        assertThat(flights)
                .as("client's hello, and all that it says after the server's")
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void changeCipherSpecIsSentWithTheFinishedThatFollowsIt(String protocol) throws Exception {
        TlsPair pair = pair(protocol, 100);
        int flights = 0;
        for (Need need = pair.client.handshake(); need != Need.NOTHING; need = pair.client.handshake()) {
            if (need == Need.OUTPUT) {
                flights++;
                pair.carry(pair.client, pair.server);
            } else if (need == Need.TASKS) {
                pair.client.runTasks();
            } else {
                while (pair.server.outEncrypted().isEmpty()) {
                    pair.server.handshake();
                    pair.server.runTasks();
                }
                pair.carrySlice(pair.server, pair.client);
            }
        }
        assertThat(flights)
                .as("although the ServerHello has arrived before its Finished")
                .isEqualTo(2);
    }

    private static void answer(TlsPair pair) throws SSLException {
        Need need;
        while ((need = pair.server.handshake()) != Need.INPUT && need != Need.NOTHING) {
            if (need == Need.TASKS) {
                pair.server.runTasks();
            }
            pair.carry(pair.server, pair.client);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 100000", "TLSv1.3, 1000", "TLSv1.2, 100000", "TLSv1.2, 1000"})
    void noPlaintextIsLeftInTheBuffersThatStreamsShare(String protocol, int slice) throws Exception {
        TlsPair pair = pair(protocol, slice);
        pair.handshake();
        byte[] secret = new byte[200_000];
        Arrays.fill(secret, (byte) 'x');
        pair.transfer(pair.client, pair.server, Arrays.copyOf(secret, 10), 1000);
        pair.server.releaseEmptyBuffers();
        assertThat(new String(TlsBufferPool.take(1).array(), StandardCharsets.ISO_8859_1))
                .doesNotContain("xxxxxxxxxx");

        pair.server.growReceiveBuffer();
        pair.transfer(pair.client, pair.server, secret, 1000);
        pair.server.releaseEmptyBuffers();
        assertThat(new String(TlsBufferPool.take(TlsBufferPool.LARGE).array(), StandardCharsets.ISO_8859_1))
                .doesNotContain("xxxxxxxxxx");
    }

    @Test
    void aLongTransferMakesRoomForManyRecordsAndNoMore() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        byte[] data = random(1_000_000);
        for (int i = 0; i < 5; i++) {
            pair.server.growReceiveBuffer();
        }
        assertThat(pair.transfer(pair.client, pair.server, data, 65_536)).isEqualTo(data);
        assertThat(pair.server.inEncrypted().capacity()).isEqualTo(128 * 1024);
        assertThat(pair.client.outEncrypted().capacity()).isEqualTo(128 * 1024);
    }

    @Test
    void streamThatWaitsForLittleAgainHoldsNoLargeBuffer() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        pair.server.growReceiveBuffer();
        pair.server.shrinkReceiveBuffer(64 * 1024);
        assertThat(pair.server.inEncrypted().capacity()).isGreaterThan(TlsBufferPool.SMALL);
        pair.server.shrinkReceiveBuffer(100);
        assertThat(pair.server.inEncrypted().capacity()).isLessThanOrEqualTo(TlsBufferPool.SMALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void dataThatArrivesTogetherWithTheCloseNotifyComesFirst(String protocol) throws Exception {
        TlsPair pair = pair(protocol, Integer.MAX_VALUE);
        pair.handshake();
        pair.client.encrypt(ByteBuffer.wrap(random(10)));
        pair.carry(pair.client, pair.server);
        pair.client.encryptCloseNotify();
        pair.carry(pair.client, pair.server);

        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThat(pair.server.decrypt(dst)).isEqualTo(Need.NOTHING);
        assertThat(dst.position()).isEqualTo(10);
        assertThat(pair.server.decrypt(dst)).isEqualTo(Need.END);
        assertThat(pair.server.decrypt(dst)).isEqualTo(Need.END);
    }

    @Test
    void afterTheirCloseNotifyOursStaysOpenInTls13() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        pair.client.encryptCloseNotify();
        pair.carry(pair.client, pair.server);
        assertThat(pair.server.decrypt(ByteBuffer.allocate(1))).isEqualTo(Need.END);

        byte[] data = random(1000);
        assertThat(pair.transfer(pair.server, pair.client, data, 100)).isEqualTo(data);
    }

    @Test
    void afterOurCloseNotifyNothingCanBeEncrypted() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        pair.client.encryptCloseNotify();
        pair.carry(pair.client, pair.server);
        assertThat(pair.client.encrypt(ByteBuffer.wrap(random(1)))).isEqualTo(Need.END);
    }

    @Test
    void aChangedByteIsAnError() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        pair.client.encrypt(ByteBuffer.wrap(random(100)));
        ByteBuffer wire = pair.client.outEncrypted().content();
        wire.put(wire.limit() - 1, (byte) ~wire.get(wire.limit() - 1));
        pair.carry(pair.client, pair.server);
        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThatThrownBy(() -> pair.server.decrypt(dst)).isInstanceOf(SSLException.class);
        assertThat(dst.position()).isZero();
    }

    @Test
    void somethingElseThanTlsIsAnError() throws Exception {
        TlsMachine client = TlsPair.machine(TlsPair.clientEngine(PKI.trusting()));
        assertThat(client.handshake()).isEqualTo(Need.OUTPUT);
        client.outEncrypted().clear();
        client.inEncrypted().beginFill().put("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        client.inEncrypted().endFill();
        assertThatThrownBy(client::handshake).isInstanceOf(SSLException.class);
    }

    @Test
    void aKeyUpdateIsAnsweredAndInvisible() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        pair.transfer(pair.server, pair.client, random(10), 10); // processes the session tickets
        pair.client.engine().beginHandshake(); // requests a key update in TLS 1.3
        pair.client.encryptOwnMessages();
        pair.carry(pair.client, pair.server);

        assertThat(pair.server.decrypt(ByteBuffer.allocate(1))).isEqualTo(Need.INPUT);
        assertThat(pair.server.wantsToSend()).isTrue();
        pair.server.encryptOwnMessages();
        assertThat(pair.server.outEncrypted().isEmpty()).isFalse();
        pair.carry(pair.server, pair.client);

        byte[] data = random(1000);
        assertThat(pair.transfer(pair.server, pair.client, data, 100)).isEqualTo(data);
        assertThat(pair.transfer(pair.client, pair.server, data, 100)).isEqualTo(data);
    }

    @Test
    void manyKeyUpdatesThatAreNotAnsweredAreAFailureAndHoldLittle() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        pair.transfer(pair.server, pair.client, random(10), 10); // processes the session tickets
        for (int i = 0; i < 32; i++) {
            assertThat(afterKeyUpdate(pair)).isEqualTo(Need.INPUT);
        }
        assertThat(afterKeyUpdate(pair)).isEqualTo(Need.RESPONSE);
        assertThatThrownBy(() -> afterKeyUpdate(pair))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("more than 32");
    }

    @Test
    void keyUpdatesThatAreAnsweredAreNotLimited() throws Exception {
        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        pair.handshake();
        pair.transfer(pair.server, pair.client, random(10), 10);
        for (int i = 0; i < 100; i++) {
            assertThat(afterKeyUpdate(pair)).isEqualTo(i % 33 == 32 ? Need.RESPONSE : Need.INPUT);
            if (i % 33 == 32) {
                pair.client.encryptOwnMessages();
                pair.carry(pair.client, pair.server);
            }
        }
        byte[] data = random(1000);
        assertThat(pair.transfer(pair.server, pair.client, data, 100)).isEqualTo(data);
    }

    private static Need afterKeyUpdate(TlsPair pair) throws SSLException {
        pair.server.engine().beginHandshake();
        pair.server.encryptOwnMessages();
        pair.carry(pair.server, pair.client);
        return pair.client.decrypt(ByteBuffer.allocate(1));
    }

    @Test
    void aChainLargerThanARecordIsTakenIn() throws Exception {
        Identity large = PKI.issueWithLargeChain(20_000, "localhost");
        TlsPair pair =
                new TlsPair(TlsPair.clientEngine(PKI.trusting()), TlsPair.serverEngine(large.serverContext()), 1000);
        pair.handshake();
        assertThat(pair.client.engine().getSession().getPeerCertificates()).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(EngineMaker.class)
    void anUntrustedCertificateFailsAndLeavesAnAlertToSend(EngineMaker maker) throws Exception {
        TlsPair pair = new TlsPair(
                TlsPair.clientEngine(maker.trusting(TestPki.create().certificate())),
                TlsPair.serverEngine(LOCALHOST.serverContext()),
                Integer.MAX_VALUE);
        assertThatThrownBy(pair::handshake).isInstanceOf(SSLException.class);
        assertThat(pair.client.hasFailed()).isTrue();
        if (maker != EngineMaker.CONSCRYPT) { // which does not send its alerts
            pair.client.encryptOwnMessages();
            assertThat(pair.client.outEncrypted().isEmpty()).isFalse();
        }
    }

    @Test
    void anEngineWithoutAModeOrThatWasUsedIsRefused() throws Exception {
        SSLEngine undecided = PKI.trusting().createSSLEngine();
        assertThatThrownBy(() -> TlsPair.machine(undecided))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be set to client or server mode");

        TlsPair pair = pair("TLSv1.3", Integer.MAX_VALUE);
        assertThatThrownBy(() -> TlsPair.machine(pair.client.engine())).isInstanceOf(IllegalArgumentException.class);
        pair.handshake();
        assertThatThrownBy(() -> TlsPair.machine(pair.client.engine()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not have been used");

        SSLEngine closed = TlsPair.clientEngine(PKI.trusting());
        closed.closeOutbound();
        assertThatThrownBy(() -> TlsPair.machine(closed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAlpnProtocolIsAgreedOnThroughTheEngine() throws Exception {
        SSLEngine client = TlsPair.clientEngine(PKI.trusting());
        SSLEngine server = TlsPair.serverEngine(LOCALHOST.serverContext());
        setProtocols(client, "dummy3", "dummy2");
        setProtocols(server, "dummy1", "dummy2");
        new TlsPair(client, server, Integer.MAX_VALUE).handshake();
        assertThat(client.getApplicationProtocol()).isEqualTo("dummy2");
        assertThat(server.getApplicationProtocol()).isEqualTo("dummy2");
    }

    private static void setProtocols(SSLEngine engine, String... protocols) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, CONSCRYPT, JDK",
        "TLSv1.3, JDK, CONSCRYPT",
        "TLSv1.2, CONSCRYPT, JDK",
        "TLSv1.2, JDK, CONSCRYPT",
        "TLSv1.3, BOUNCY_CASTLE, JDK",
        "TLSv1.3, JDK, BOUNCY_CASTLE",
        "TLSv1.2, BOUNCY_CASTLE, JDK",
        "TLSv1.2, JDK, BOUNCY_CASTLE"
    })
    void enginesOfAnotherProviderDoAsWell(String protocol, EngineMaker clients, EngineMaker servers) throws Exception {
        TlsPair pair = new TlsPair(
                TlsPair.clientEngine(clients.trusting(PKI.certificate()), protocol),
                TlsPair.serverEngine(servers.server(LOCALHOST), protocol),
                1000);
        pair.handshake();
        byte[] data = random(100_000);
        assertThat(pair.transfer(pair.client, pair.server, data, 1000)).isEqualTo(data);
        assertThat(pair.transfer(pair.server, pair.client, data, 65_536)).isEqualTo(data);
        pair.client.encryptCloseNotify();
        pair.carry(pair.client, pair.server);
        assertThat(pair.server.decrypt(ByteBuffer.allocate(1))).isEqualTo(Need.END);
        assertThat(pair.server.decrypt(ByteBuffer.allocate(1))).isEqualTo(Need.END);
    }
}
