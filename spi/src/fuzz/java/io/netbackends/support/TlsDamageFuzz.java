// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** A client and a server, handshake and data, whose ciphertext is damaged on the way. */
class TlsDamageFuzz {
    private static final int MAX_TURNS = 16;
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext CLIENT = PKI.trusting();
    private static final SSLContext SERVER = PKI.issue("localhost").serverContext();

    @FuzzTest(maxDuration = "1m")
    void damagedOnTheWay(FuzzedDataProvider data) throws SSLException {
        String protocol = data.consumeBoolean() ? "TLSv1.3" : "TLSv1.2";
        DamagedWire client =
                new DamagedWire(TlsPair.machine(TlsPair.clientEngine(CLIENT, protocol)), data.consumeInt(16, 70_000));
        DamagedWire server =
                new DamagedWire(TlsPair.machine(TlsPair.serverEngine(SERVER, protocol)), data.consumeInt(16, 70_000));
        int intactTurns = data.consumeInt(0, 8);
        DamagedWire sender = client;
        DamagedWire receiver = server;
        try {
            client.deliver(new byte[0]);
            for (int turn = 0; turn < MAX_TURNS; turn++) {
                if (sender.isReady()) {
                    sender.write(ByteBuffer.allocate(data.consumeInt(1, 40_000)));
                }
                byte[] sent = sender.takeSent();
                sender = receiver;
                receiver = sender == client ? server : client;
                sender.deliver(turn < intactTurns ? sent : damaged(sent, data));
            }
        } catch (SSLException e) {
            client.sendAlert();
            server.sendAlert();
        }
    }

    private static byte[] damaged(byte[] sent, FuzzedDataProvider data) {
        if (data.remainingBytes() == 0) {
            return sent;
        }
        int at = data.consumeInt(0, sent.length);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.write(sent, 0, at);
        int drop = data.consumeInt(0, sent.length - at);
        wire.writeBytes(data.consumeBytes(data.consumeInt(0, 64)));
        wire.writeBytes(Arrays.copyOfRange(sent, at + drop, sent.length));
        if (data.consumeBoolean()) {
            wire.writeBytes(sent); // once more
        }
        return wire.toByteArray();
    }
}
