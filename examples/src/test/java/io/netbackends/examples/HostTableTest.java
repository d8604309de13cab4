// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AmbientLimit.class)
class HostTableTest {
    private final TestPki pki = TestPki.create();
    private final NetworkBackendInterface net =
            new HostTable(new NetworkBackend(), Map.of("shop.test", "127.0.0.1", "fake.test", "127.0.0.1"));

    @Test
    void theAddressComesFromTheTableAndTlsVerifiesTheName() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .toleratingIoFailures()
                .serveTls(pki.issue("shop.test").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            SmallHttpClient client = new SmallHttpClient(net, pki.trusting());
            assertThat(client.get(URI.create("https://shop.test:" + peer.port()))
                            .body())
                    .contains("Host: shop.test:" + peer.port());
            assertThatThrownBy(() -> client.get(URI.create("https://fake.test:" + peer.port())))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void hostsThatAreNotInTheTableStayWhatTheyAre() throws Exception {
        int port = PlainServer.closedPort();
        assertThatThrownBy(() -> net.connect("localhost", port))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("localhost:" + port);
    }

    @Test
    void unresolvedAddressesPassThroughTheTableToo() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            net.connect(InetSocketAddress.createUnresolved("shop.test", peer.port()))
                    .close();
            peer.accept().close();
        }
    }
}
