// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.InstalledBackend;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend as selected by its name, on the class path or as a module. */
class NioBackendProviderTest {
    private static final String TRUNCATION = "netbackends.nio.tls-truncation";
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path dir;

    @AfterEach
    void clear() {
        System.clearProperty(TRUNCATION);
    }

    @Test
    void isInstalledAndSelectedByName() throws Exception {
        assertThat(NetworkBackend.installed())
                .extracting(InstalledBackend::name)
                .contains("nio");
        NetworkBackend net = NetworkBackend.named("nio");
        assertThat(net).hasToString("<NetworkBackend [nio]>");
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo());
                NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port())) {
            stream.write(new byte[] {42});
            assertThat(stream.read()).containsExactly(42);
        }
    }

    @Test
    void truncationOfTlsIsAnErrorUnlessThePropertyAllowsIt() throws Exception {
        try (PlainServer peer = truncating()) {
            try (NetworkStreamInterface stream = secured(peer)) {
                assertThatThrownBy(stream::read).isInstanceOf(SSLException.class);
            }
            System.setProperty(TRUNCATION, "end-of-stream");
            try (NetworkStreamInterface stream = secured(peer)) {
                assertThat(stream.read()).isEmpty();
            }
        }
    }

    @Test
    void itCanBeCreatedUnderAnExpiredDeadlineAndDoesNotKeepIt() throws Exception {
        NetworkBackend net;
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            net = NetworkBackend.named("nio");
            assertThatThrownBy(() -> net.connect("127.0.0.1", 1)).isInstanceOf(NetworkTimeoutException.class);
        }
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo());
                NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port())) {
            assertThat(stream.isOpen()).isTrue();
        }
    }

    @Test
    void aSettingThatItDoesNotHaveIsAnError() {
        System.setProperty("netbackends.nio.tls-trunkation", "error");
        try {
            assertThatThrownBy(() -> NetworkBackend.named("nio"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("did you mean netbackends.nio.tls-truncation?");
        } finally {
            System.clearProperty("netbackends.nio.tls-trunkation");
        }
    }

    @Test
    void otherValuesOfThePropertyAreRefused() {
        System.setProperty(TRUNCATION, "maybe");
        assertThatThrownBy(() -> NetworkBackend.named("nio"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("netbackends.nio.tls-truncation (maybe) must be error or end-of-stream");
    }

    @Test
    void isFoundAsAModule() throws Exception {
        Path spi = Jars.of(NetworkBackend.class);
        Path nio = Jars.of(NioBackend.class);
        Path app = Jars.build(
                dir.resolve("app.jar"),
                Map.of("module-info.java", "module app { requires io.netbackends; }", "app/Main.java", """
                                package app;
                                public class Main {
                                    public static void main(String[] args) throws Exception {
                                        var net = io.netbackends.NetworkBackend.named("nio");
                                        try (var stream = net.connect("127.0.0.1", Integer.parseInt(args[0]))) {
                                            stream.write(new byte[] {42});
                                            System.out.println(net + " " + stream.read()[0]);
                                        }
                                    }
                                }
                                """),
                Map.of(),
                List.of(spi));
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            ChildJvm.Result result =
                    ChildJvm.modulePath(List.of(app, spi, nio), "app/app.Main").run(String.valueOf(peer.port()));
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualToIgnoringNewLines("<NetworkBackend [nio]> 42");
        }
    }

    /** Speaks TLS, and closes without close_notify. */
    private static PlainServer truncating() throws Exception {
        return PlainServer.listening().serve(socket -> {
            SSLSocket tls = (SSLSocket)
                    PKI.issue("localhost").serverContext().getSocketFactory().createSocket(socket, null, true);
            tls.startHandshake();
        });
    }

    private static NetworkStreamInterface secured(PlainServer peer) throws Exception {
        NetworkStreamInterface stream = NetworkBackend.named("nio").connect("127.0.0.1", peer.port());
        stream.startTls(PKI.trusting(), "localhost");
        return stream;
    }
}
