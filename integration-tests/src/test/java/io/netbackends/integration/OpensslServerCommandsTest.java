// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands of {@code openssl s_server}: key updates, renegotiation, and several ways to end a connection. It recognizes a
 * command only if it reads the line separately, so each command must take effect before the next one is sent.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class OpensslServerCommandsTest {
    @Parameter
    Backend backend;

    @Test
    void reads_that_time_out_lose_nothing() throws IOException {
        try (OpensslServer server = new OpensslServer(backend);
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            stream.startTls(Tls.PKI.trusting(), "localhost");
            server.program().awaitOutput("^CIPHER is ");
            for (int i = 0; i < 10; i++) {
                try (Timeout moment = Timeout.after(Duration.ofMillis(10))) {
                    assertThatThrownBy(stream::read)
                            .isExactlyInstanceOf(NetworkTimeoutException.class)
                            .hasMessageContainingAll("read from " + backend.nameOf(server.endpoint()), "0.01 s");
                }
                server.program().type("line " + i + "\n");
                assertThat(stream.read()).asString().isEqualTo("line " + i + "\n");
            }
        }
    }

    /** "k" updates the server's keys, "K" also requests an update of the client's. */
    @ParameterizedTest
    @ValueSource(strings = {"k", "K"})
    void data_goes_on_over_a_key_update(String command) throws Exception {
        try (OpensslServer server = new OpensslServer(backend);
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            stream.startTls(Tls.client(Tls.PKI.trusting(), "TLSv1.3"));
            exchange(server, stream, command, 1);
            exchange(server, stream, command, 2);
            exchange(server, stream, command, 3);
        }
    }

    /** "r" renegotiates; "R" would request a certificate if the session were not resumed. */
    @ParameterizedTest
    @ValueSource(strings = {"r", "R"})
    void data_goes_on_over_a_renegotiation(String command) throws Exception {
        try (OpensslServer server = new OpensslServer(backend);
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            stream.startTls(Tls.client(Tls.PKI.trusting(), "TLSv1.2"));
            for (int i = 1; i <= 3; i++) {
                exchange(server, stream, "", i);
                server.program().type(command + "\n");
                // This side responds to it during a read.
                Background<byte[]> line = Background.run(Timeout.propagate(() -> stream.read()));
                server.program().awaitOutput("(?s)^up " + i + "$.*^Read BLOCK$");
                server.program().type("renegotiated\n");
                assertThat(line.get()).asString().isEqualTo("renegotiated\n");
            }
        }
    }

    /** Reads before it writes, so that it processes the messages that the command sends. */
    private static void exchange(OpensslServer server, NetworkStreamInterface stream, String command, int number)
            throws Exception {
        Background<byte[]> line = Background.run(Timeout.propagate(() -> stream.read()));
        if (!command.isEmpty()) {
            server.program().type(command + "\n");
        }
        // The server processes network input only after the command.
        stream.write(("up " + number + "\n").getBytes(ISO_8859_1));
        server.program().awaitOutput("^up " + number + "$");
        server.program().type("down " + number + "\n");
        assertThat(line.get()).asString().isEqualTo("down " + number + "\n");
    }

    @Test
    void an_end_without_close_notify_is_an_error() throws IOException {
        try (OpensslServer server = new OpensslServer(backend);
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            stream.startTls(Tls.PKI.trusting(), "localhost");
            server.program().awaitOutput("^CIPHER is ");
            server.program().type("last words\n");
            assertThat(stream.read()).asString().isEqualTo("last words\n");
            server.program().type("Q\n"); // closes the socket before it sends close_notify, which therefore fails
            assertThatThrownBy(stream::read)
                    .isExactlyInstanceOf(SSLException.class)
                    .hasMessageContainingAll(backend.nameOf(server.endpoint()), "without a TLS close_notify");
            assertThatThrownBy(stream::read).isExactlyInstanceOf(SSLException.class);
        }
    }

    @Test
    void plaintext_in_the_middle_is_an_error() throws IOException {
        try (OpensslServer server = new OpensslServer(backend);
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            stream.startTls(Tls.PKI.trusting(), "localhost");
            server.program().awaitOutput("^CIPHER is ");
            server.program().type("P\n");
            assertThatThrownBy(stream::read)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("read from " + backend.nameOf(server.endpoint()));
            assertThatThrownBy(stream::read).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void a_server_that_is_killed_leaves_an_error() throws IOException {
        try (OpensslServer server = new OpensslServer(backend);
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            stream.startTls(Tls.PKI.trusting(), "localhost");
            server.program().awaitOutput("^CIPHER is ");
            server.program().kill();
            assertThatThrownBy(stream::read)
                    .isExactlyInstanceOf(SSLException.class)
                    .hasMessageContaining("without a TLS close_notify");
        }
    }
}
