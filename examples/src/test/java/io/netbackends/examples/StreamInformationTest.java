// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AmbientLimit.class)
class StreamInformationTest {
    @Test
    void aPlainStreamKnowsItsTwoAddresses() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = new NetworkBackend().connect("127.0.0.1", peer.port());
                Socket accepted = peer.accept()) {
            assertThat(StreamInformation.describe(stream))
                    .isEqualTo("/127.0.0.1:" + accepted.getPort() + " to /127.0.0.1:" + peer.port() + " by plaintext");
        }
    }

    @Test
    void aTlsStreamKnowsItsProtocolEvenWhenClosed() throws Exception {
        TestPki pki = TestPki.create();
        try (PlainServer peer =
                        PlainServer.listening().serveTls(pki.issue("localhost").serverContext(), PlainServer.echo());
                NetworkStreamInterface stream = new NetworkBackend().connect("127.0.0.1", peer.port())) {
            stream.startTls(pki.trusting(), "localhost");
            assertThat(StreamInformation.describe(stream)).endsWith(" by TLSv1.3");
            stream.close();
            assertThat(StreamInformation.describe(stream)).endsWith(" by TLSv1.3");
        }
    }
}
