// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The defaults of a backend that implements only {@code connect(String, int)}. */
class NetworkBackendInterfaceTest {
    private final List<String> connected = new ArrayList<>();
    private final NetworkStreamInterface stream = new MemoryStream();
    private final NetworkBackendInterface backend = new NetworkBackendInterface() {
        @Override
        public NetworkStreamInterface connect(String host, int port) {
            connected.add(host + ":" + port);
            return stream;
        }

        @Override
        public String toString() {
            return "<TestBackend>";
        }
    };

    @Test
    void aResolvedAddressIsConnectedToAsItIsAndAnotherOneByItsHostString() throws Exception {
        assertThat(backend.connect(InetSocketAddress.createUnresolved("host.example", 80)))
                .isSameAs(stream);
        backend.connect(
                new InetSocketAddress(InetAddress.getByAddress("named.example", new byte[] {127, 0, 0, 1}), 81));
        backend.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 82));

        assertThat(connected).containsExactly("host.example:80", "127.0.0.1:81", "127.0.0.1:82");
    }

    @Test
    void anotherKindOfAddressIsUnsupported() {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/run/x");

        assertThatExceptionOfType(UnsupportedAddressTypeException.class).isThrownBy(() -> backend.connect(path));
        assertThatExceptionOfType(UnsupportedAddressTypeException.class).isThrownBy(() -> backend.listen(path));
        assertThat(connected).isEmpty();
    }

    @Test
    void noAddressAtAllIsAnError() {
        assertThatNullPointerException()
                .isThrownBy(() -> backend.connect((SocketAddress) null))
                .withMessage("address");
        assertThatNullPointerException().isThrownBy(() -> backend.listen(null)).withMessage("address");
    }

    @Test
    void listeningIsUnsupportedAndNamesTheBackend() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> backend.listen("localhost", 0))
                .withMessageContaining("<TestBackend>");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> backend.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .withMessageContaining("<TestBackend>");
    }

    @Test
    void aListenAddressIsListenedOnAsItIsIfItIsResolvedElseByItsHostString() throws Exception {
        List<String> listened = new ArrayList<>();
        NetworkBackendInterface listening = new NetworkBackendInterface() {
            @Override
            public NetworkStreamInterface connect(String host, int port) {
                throw new AssertionError("connect");
            }

            @Override
            public NetworkListenerInterface listen(String host, int port) {
                listened.add(host + ":" + port);
                return null;
            }
        };

        listening.listen(InetSocketAddress.createUnresolved("host.example", 80));
        listening.listen(
                new InetSocketAddress(InetAddress.getByAddress("named.example", new byte[] {127, 0, 0, 1}), 81));

        assertThat(listened).containsExactly("host.example:80", "127.0.0.1:81");
    }
}
