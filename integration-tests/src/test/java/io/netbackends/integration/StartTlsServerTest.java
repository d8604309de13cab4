// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkServer.Handler;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers of this project that start TLS in the middle of a connection, for {@code openssl s_client -starttls}. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class StartTlsServerTest {
    @Parameter
    Backend backend;

    private ServerDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new ServerDirectory();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    static Stream<Arguments> protocols() {
        return Stream.of(
                Arguments.of("postgres", (Handler) StartTlsServerTest::postgres),
                Arguments.of("smtp", (Handler) StartTlsServerTest::smtp),
                Arguments.of("imap", (Handler) StartTlsServerTest::imap));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("protocols")
    void tls_starts_in_place(String protocol, Handler greeting) throws Exception {
        byte[] data = Payload.random(100_000);
        try (OurServer server = new OurServer(backend, stream -> {
                    greeting.handle(stream);
                    stream.startTls(Tls.server(Tls.SERVER.serverContext()));
                    assertThat(stream.inputStream().readNBytes(data.length)).isEqualTo(data);
                    stream.write(data);
                });
                RunningProgram client =
                        OpensslClient.startForData(server.endpoint(), directory, "-starttls", protocol)) {
            client.type(data);
            assertThat(client.awaitSuccess()).endsWith(data);
            server.awaitHandled();
        }
    }

    private static void postgres(NetworkStreamInterface stream) throws IOException {
        assertThat(stream.inputStream().readNBytes(8)).isEqualTo(Postgres.request(Postgres.SSL_REQUEST));
        stream.write("S".getBytes(ISO_8859_1));
    }

    private static void smtp(NetworkStreamInterface stream) throws IOException {
        Lines.write(stream, "220 localhost ESMTP");
        assertThat(Lines.read(stream)).startsWith("EHLO ");
        Lines.write(stream, "250-localhost");
        Lines.write(stream, "250 STARTTLS");
        assertThat(Lines.read(stream)).isEqualTo("STARTTLS");
        Lines.write(stream, "220 go ahead");
    }

    private static void imap(NetworkStreamInterface stream) throws IOException {
        Lines.write(stream, "* OK IMAP4rev1 ready");
        assertThat(Lines.read(stream)).isEqualTo(". CAPABILITY");
        Lines.write(stream, "* CAPABILITY IMAP4rev1 STARTTLS");
        Lines.write(stream, ". OK done");
        assertThat(Lines.read(stream)).isEqualTo(". STARTTLS");
        Lines.write(stream, ". OK begin");
    }
}
