// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backend as selected by its name. */
class MemoryBackendProviderTest {
    private static final String PREFIX = "netbackends.memory.";
    private static final String APP = """
            package app;
            import io.netbackends.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    System.out.println(new NetworkBackend());
                    try (NetworkListenerInterface listener = new NetworkBackend().listen("api.test", 80);
                            NetworkStreamInterface client = new NetworkBackend().connect("api.test", 80);
                            NetworkStreamInterface server = listener.accept()) {
                        client.write("hello".getBytes());
                        System.out.println(new String(server.read()));
                        System.out.println(client.getExtraInfo("socket").getClass().getModule());
                    }
                }
            }
            """;

    @AfterEach
    void clear() {
        for (String key : new String[] {"buffer-size", "backlog", "tls-truncation"}) {
            System.clearProperty(PREFIX + key);
        }
    }

    @Test
    void whatTheSystemPropertySelectsIsOneNetworkAndNeedsNoModuleButTheSpi(@TempDir Path directory) throws Exception {
        Path spi = Jars.of(NetworkBackend.class);
        Path app = Jars.build(
                directory.resolve("app.jar"),
                Map.of("module-info.java", "module app { requires io.netbackends; }", "app/Main.java", APP),
                Map.of(),
                List.of(spi));

        ChildJvm.Result result = ChildJvm.modulePath(List.of(app, spi, Jars.of(MemoryBackend.class)), "app/app.Main")
                .property("netbackends.backend", "memory")
                .run();

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly("<NetworkBackend [memory]>", "hello", "module io.netbackends.memory");
    }

    @Test
    void itIsNotTheNetworkOfOneThatWasMadeByHand() throws Exception {
        NetworkBackend named = NetworkBackend.named("memory");
        try (NetworkListenerInterface listener = named.listen("api.test", 0)) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            assertThatThrownBy(() -> new MemoryBackend().connect("api.test", port))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void settingsAreObeyed() throws Exception {
        System.setProperty(PREFIX + "buffer-size", "7");
        System.setProperty(PREFIX + "backlog", "1");
        NetworkBackend net = NetworkBackend.named("memory");
        try (NetworkListenerInterface listener = net.listen("api.test", 0);
                NetworkStreamInterface client = net.connect(listener.getLocalAddress())) {
            client.write(new byte[7]);
            try (Timeout timeout = Timeout.after(Duration.ofMillis(50))) {
                assertThatThrownBy(() -> client.write(new byte[1])).isInstanceOf(NetworkTimeoutException.class);
            }
            try (Timeout timeout = Timeout.after(Duration.ofMillis(50))) {
                assertThatThrownBy(() -> net.connect(listener.getLocalAddress()))
                        .isInstanceOf(NetworkTimeoutException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "buffer-size, 0, 'netbackends.memory.buffer-size (0) must be a whole number between 1 and 999999999'",
        "buffer-size, -1, 'netbackends.memory.buffer-size (-1) must be a whole number between 1 and 999999999'",
        "buffer-size, 9999999999, 'netbackends.memory.buffer-size (9999999999) must be a whole number between 1 and 999999999'",
        "backlog, many, 'netbackends.memory.backlog (many) must be a whole number between 1 and 999999999'",
        "tls-truncation, no, 'netbackends.memory.tls-truncation (no) must be error or end-of-stream'"
    })
    void aSettingThatIsMalformedIsNamed(String key, String value, String message) {
        System.setProperty(PREFIX + key, value);
        assertThatThrownBy(() -> NetworkBackend.named("memory"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
