// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The selected backend forwards calls to the one that the provider created. */
class NetworkBackendTest {
    private static final String TELLS = """
            return new NetworkBackendInterface() {
                public NetworkStreamInterface connect(String host, int port) throws java.io.IOException {
                    throw new java.io.IOException("connect " + host + " " + port);
                }
                public NetworkStreamInterface connect(java.net.SocketAddress address) throws java.io.IOException {
                    throw new java.io.IOException("connect " + address);
                }
                public NetworkListenerInterface listen(String host, int port) throws java.io.IOException {
                    throw new java.io.IOException("listen " + host + " " + port);
                }
                public NetworkListenerInterface listen(java.net.SocketAddress address) throws java.io.IOException {
                    throw new java.io.IOException("listen " + address);
                }
            };""";

    @TempDir
    private static Path dir;

    private static URLClassLoader loader;
    private static NetworkBackend backend;

    @BeforeAll
    static void createBackend() throws Exception {
        Path jar = new Discovery(dir).jar("Tells", Discovery.provider("Tells", "return \"tells-calls\";", TELLS));
        loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, NetworkBackend.class.getClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            backend = NetworkBackend.named("tells-calls");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @AfterAll
    static void closeLoader() throws Exception {
        loader.close();
    }

    @Test
    void everyWayToConnectOrListenReachesTheCreatedBackendAsItIs() {
        InetSocketAddress inet = InetSocketAddress.createUnresolved("host", 2);
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/run/x");

        assertThatIOException().isThrownBy(() -> backend.connect("host", 1)).withMessage("connect host 1");
        assertThatIOException().isThrownBy(() -> backend.connect(inet)).withMessage("connect " + inet);
        assertThatIOException().isThrownBy(() -> backend.connect(path)).withMessage("connect /run/x");
        assertThatIOException().isThrownBy(() -> backend.listen("host", 1)).withMessage("listen host 1");
        assertThatIOException().isThrownBy(() -> backend.listen(inet)).withMessage("listen " + inet);
        assertThatIOException().isThrownBy(() -> backend.listen(path)).withMessage("listen /run/x");
    }

    @Test
    void itShowsItsName() {
        assertThat(backend.name()).isEqualTo("tells-calls");
        assertThat(backend).hasToString("<NetworkBackend [tells-calls]>");
    }

    @Test
    void thereMustBeASpec() {
        assertThatNullPointerException()
                .isThrownBy(() -> NetworkBackend.named(null))
                .withMessage("spec");
    }
}
