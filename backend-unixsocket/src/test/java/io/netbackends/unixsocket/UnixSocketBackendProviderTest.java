// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backend as selected by its name. */
class UnixSocketBackendProviderTest extends UnixSocketTestBase {
    private static final String PREFIX = "netbackends.unixsocket.";
    private static final String APP = """
            package app;
            import io.netbackends.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    NetworkBackend net = new NetworkBackend();
                    System.out.println(net);
                    try (NetworkListenerInterface listener = net.listen("api", 80);
                            NetworkStreamInterface client = net.connect("api", 80);
                            NetworkStreamInterface server = listener.accept()) {
                        client.write("hello".getBytes());
                        System.out.println(new String(server.read()));
                        System.out.println(client.getExtraInfo(ExtraInfo.PEER_CREDENTIALS).isPresent());
                    }
                }
            }
            """;

    @AfterEach
    void clear() {
        for (String key : new String[] {"path", "routes", "permissions", "tls-truncation"}) {
            System.clearProperty(PREFIX + key);
        }
    }

    @ParameterizedTest
    @CsvSource({"true,java.base,jdk.net", "false,java.base,java.base"})
    void thePropertySelectsItAndOnlyCredentialsNeedTheModuleForThem(boolean known, String one, String other)
            throws Exception {
        Path spi = Jars.of(NetworkBackend.class);
        Path app = Jars.build(
                directory.resolve("app.jar"),
                Map.of("module-info.java", "module app { requires io.netbackends; }", "app/Main.java", APP),
                Map.of(),
                List.of(spi));

        ChildJvm.Result result = ChildJvm.modulePath(
                        List.of(app, spi, Jars.of(NioBackend.class), Jars.of(UnixSocketBackend.class)), "app/app.Main")
                .jvmArgs("--add-modules", one + "," + other)
                .property("netbackends.backend", "unixsocket")
                .property(PREFIX + "path", path("s").toString())
                .run();

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly("<NetworkBackend [unixsocket]>", "hello", Boolean.toString(known));
    }

    @Test
    void aloneItConnectsToPathsAndToNothingElse() throws Exception {
        NetworkBackend net = NetworkBackend.named("unixsocket");
        try (ServerSocketChannel server = listen(path("s"));
                NetworkStreamInterface stream = net.connect(UnixDomainSocketAddress.of(path("s")))) {
            assertConnected(stream, server);
        }
        assertThatThrownBy(() -> net.connect("localhost", 80))
                .isInstanceOf(ConnectException.class)
                .hasMessageEndingWith("the routes are: none");
    }

    @Test
    void pathAndRoutesGoTogether() throws Exception {
        System.setProperty(PREFIX + "path", path("rest").toString());
        System.setProperty(PREFIX + "routes", "api:80=" + path("api") + ", [::1]=" + path("six"));
        NetworkBackend net = NetworkBackend.named("unixsocket");
        assertThatThrownBy(() -> net.connect("api", 80)).hasMessageContaining(path("api") + ": there is no such file");
        assertThatThrownBy(() -> net.connect("::1", 80)).hasMessageContaining(path("six") + ": there is no such file");
        assertThatThrownBy(() -> net.connect("api", 81)).hasMessageContaining(path("rest") + ": there is no such file");
    }

    @Test
    void whatHasNoRouteGoesToTheBackendThatFollowsInTheSpec() throws Exception {
        System.setProperty(PREFIX + "routes", "api=" + path("api"));
        NetworkBackend net = NetworkBackend.named("unixsocket:nio");
        assertThat(net.name()).isEqualTo("unixsocket:nio");
        assertThatThrownBy(() -> net.connect("api", 80))
                .hasMessageContaining(path("api").toString());
        try (NetworkListenerInterface tcp = net.listen("127.0.0.1", 0);
                NetworkStreamInterface stream = net.connect(tcp.getLocalAddress())) {
            assertThat(tcp.getLocalAddress()).isInstanceOf(InetSocketAddress.class);
            assertThat(stream.isOpen()).isTrue();
        }
        assertThatThrownBy(() -> NetworkBackend.named("unixsocket").connect("127.0.0.1", 80))
                .hasMessageContaining("the routes are: api=" + path("api"));
    }

    @Test
    void permissionsAreASetting() throws Exception {
        System.setProperty(PREFIX + "permissions", "rw-rw-rw-");
        System.setProperty(PREFIX + "path", path("s").toString());
        try (NetworkListenerInterface listener =
                NetworkBackend.named("unixsocket").listen("any", 1)) {
            assertThat(Files.getPosixFilePermissions(path("s")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(listener.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path("s")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unixsocket, path, '', () must be the path of a socket: path () must not be empty",
        "unixsocket, path, @docker, (@docker) must be the path of a socket: path (@docker) begins with @",
        "unixsocket, routes, api, '(api) must be host:port=path,host=path,...: route (api) must be host=path'",
        "unixsocket, permissions, 600, (600) must be permissions such as rw-rw----",
        "unixsocket, tls-truncation, no, (no) must be error or end-of-stream",
        "unixsocket:nio, path, /run/s, (/run/s) must not be set where another backend follows",
    })
    void aSettingThatIsMalformedIsNamed(String spec, String key, String value, String message) {
        System.setProperty(PREFIX + key, value);
        assertThatThrownBy(() -> NetworkBackend.named(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(PREFIX + key + " " + message);
    }
}
