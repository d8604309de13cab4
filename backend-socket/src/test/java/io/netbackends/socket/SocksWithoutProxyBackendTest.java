// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocksWithoutProxyBackendTest {
    private final ProxySelector original = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(original);
    }

    @Test
    void settingsOfTheJdkAreNotIgnoredWhereNothingKnowsSocks() {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("proxy.test", 1080)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        assertThatThrownBy(() -> new SocketBackend().connect("example.org", 80))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("connect to example.org:80: the JDK's settings (socksProxyHost")
                .hasMessageContaining("proxy.test:1080; add io.netbackends:netbackends-proxy");
    }
}
