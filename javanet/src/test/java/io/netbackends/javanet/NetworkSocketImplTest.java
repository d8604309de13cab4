// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.testsupport.ChildJvm;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The implementation as used by other code: in its own factory, or read from a socket. */
class NetworkSocketImplTest {
    @Test
    void factoryOfTheJvmMakesIt() throws Exception {
        ChildJvm.Result result = ChildJvm.classPath(Objects.requireNonNull(System.getProperty("java.class.path")))
                .run(FactoryOfTheJvm.class.getName());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("ok ours");
    }

    @Test
    void socketsOfOtherMakersHaveAnother() throws Exception {
        try (Socket platform = new Socket();
                Socket wrapper = new Socket(new NetworkSocketImpl(NetworkBackend.named("nio"))) {
                    @Override
                    public void connect(SocketAddress target) throws IOException {
                        throw new IOException("not here");
                    }
                }) {
            assertThat(NetworkSocketImpl.of(platform)).isNull();
            assertThat(NetworkSocketImpl.of(wrapper))
                    .as("what a subclass adds must not be left out")
                    .isNull();
            try (Socket ours = new NetworkSocketFactory("nio").createSocket()) {
                assertThat(NetworkSocketImpl.of(ours)).isNotNull();
            }
        }
    }
}
