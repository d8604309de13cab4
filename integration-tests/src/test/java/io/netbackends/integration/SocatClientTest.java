// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers of this project with socat as their client, which closes the two directions one after the other. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class SocatClientTest {
    @Parameter
    Backend backend;

    @Test
    void the_answer_reaches_a_client_that_has_ended_its_side() throws Exception {
        byte[] data = Payload.random(Payload.LARGE);
        try (OurServer server = new OurServer(backend, stream -> {
                    String sum = Payload.sha256(stream.inputStream());
                    assertThat(stream.read()).as("end of stream, again").isEmpty();
                    stream.write(sum.getBytes(ISO_8859_1));
                    stream.write(data);
                });
                RunningProgram socat = socat(server)) {
            socat.type(data);
            socat.endInput();
            byte[] answer = socat.awaitSuccess();
            assertThat(answer)
                    .startsWith(Payload.sha256(data).getBytes(ISO_8859_1))
                    .endsWith(data);
            assertThat(answer).hasSize(64 + data.length);
            server.awaitHandled();
        }
    }

    @Test
    void a_client_sees_that_we_have_ended_our_side_and_goes_on() throws Exception {
        try (OurServer server = new OurServer(backend, stream -> {
                    stream.write("ready\n".getBytes(ISO_8859_1));
                    stream.shutdownOutput();
                    assertThat(Payload.sha256(stream.inputStream()))
                            .isEqualTo(Payload.sha256(Payload.random(Payload.LARGE)));
                });
                RunningProgram socat = socat(server)) {
            socat.awaitOutput("^ready$");
            socat.type(Payload.random(Payload.LARGE));
            socat.endInput();
            server.awaitHandled();
            assertThat(socat.awaitSuccess()).asString().isEqualTo("ready\n");
        }
    }

    @Test
    void many_clients_are_served_at_a_time() throws Exception {
        try (OurServer server = new OurServer(backend, SocatClientTest::echo);
                RunningProgram first = socat(server);
                RunningProgram second = socat(server);
                RunningProgram third = socat(server)) {
            List<RunningProgram> clients = List.of(third, first, second);
            for (int i = 0; i < 3; i++) {
                for (RunningProgram client : clients) {
                    client.type("line " + i + "\n");
                    client.awaitOutput("^line " + i + "$");
                }
            }
            for (RunningProgram client : clients) {
                client.endInput();
                assertThat(client.awaitSuccess()).asString().isEqualTo("line 0\nline 1\nline 2\n");
                server.awaitHandled();
            }
        }
    }

    private static void echo(NetworkStreamInterface stream) throws IOException {
        for (byte[] bytes = stream.read(); bytes.length > 0; bytes = stream.read()) {
            stream.write(bytes);
        }
    }

    private static RunningProgram socat(OurServer server) throws IOException {
        Endpoint endpoint = server.endpoint();
        String address =
                endpoint.path() == null ? "TCP:127.0.0.1:" + endpoint.port() : "UNIX-CONNECT:" + endpoint.path();
        return RunningProgram.startForData(List.of(Programs.require("socat", "socat"), "-t", "30", "STDIO", address));
    }
}
