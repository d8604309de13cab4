// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netbackends.testsupport.TestPki;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** A client or a server that receives any bytes at all from the first on. */
class TlsGarbageFuzz {
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext CLIENT = PKI.trusting();
    private static final SSLContext SERVER = PKI.issue("localhost").serverContext();

    @FuzzTest(maxDuration = "1m")
    void anyBytes(FuzzedDataProvider data) throws SSLException {
        boolean client = data.consumeBoolean();
        int slice = data.consumeInt(1, 70_000);
        TlsMachine machine = TlsPair.machine(client ? TlsPair.clientEngine(CLIENT) : TlsPair.serverEngine(SERVER));
        DamagedWire wire = new DamagedWire(machine, slice);
        byte[] bytes = data.consumeRemainingAsBytes();
        try {
            wire.deliver(bytes);
        } catch (SSLException e) {
            wire.sendAlert();
        }
    }
}
