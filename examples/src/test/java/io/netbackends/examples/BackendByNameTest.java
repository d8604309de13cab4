// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.PlainServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AmbientLimit.class)
class BackendByNameTest {
    private static final String HOSTS = "netbackends.host-table.hosts";

    @AfterEach
    void clearProperty() {
        System.clearProperty(HOSTS);
    }

    @Test
    void theNamedBackendIsFoundAndReadsItsSetting() throws Exception {
        System.setProperty(HOSTS, "other.test=127.0.0.2,echo.test=127.0.0.1");
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo());
                NetworkStreamInterface stream = BackendByName.connect("echo.test", peer.port())) {
            stream.write("hello".getBytes(US_ASCII));
            assertThat(stream.read()).asString(US_ASCII).isEqualTo("hello");
        }
    }

    @Test
    void aMalformedSettingIsNamed() {
        System.setProperty(HOSTS, "echo.test");
        assertThatThrownBy(() -> BackendByName.connect("echo.test", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(HOSTS + " (echo.test)");
    }

    @Test
    void whatIsInstalledIsListed() throws Exception {
        assertThat(Stdout.during(BackendByName::list).lines())
                .anyMatch(line -> line.startsWith("socket (io.netbackends.socket.SocketBackendProvider from file:"))
                .anyMatch(line -> line.startsWith("host-table (" + HostTableProvider.class.getName() + " from file:"));
    }
}
