// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs behind socat: a half-close ends their input, and their output still arrives. */
@ParameterizedClass(name = "{0}{1}")
@MethodSource("ways")
@ExtendWith(WithinDeadline.class)
class SocatTest {
    private static final byte[] DATA = Payload.random(Payload.LARGE);

    @Parameter(0)
    Backend backend;

    /** Either empty or ", TLS". */
    @Parameter(1)
    String tls;

    static Stream<Arguments> ways() {
        return Stream.concat(
                Backend.all().map(backend -> Arguments.of(backend, "")),
                Backend.tcp().map(backend -> Arguments.of(backend, ", TLS")));
    }

    @Test
    void the_answer_to_all_that_was_written_comes_after_its_end() throws IOException {
        try (SocatServer server = new SocatServer(backend, !tls.isEmpty(), "sha256sum");
                NetworkStreamInterface stream = connect(server)) {
            stream.write(DATA);
            stream.shutdownOutput();
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(NetworkStreamClosedException.class);
            assertThat(stream.inputStream().readAllBytes())
                    .asString(ISO_8859_1)
                    .isEqualTo(Payload.sha256(DATA) + "  -\n");
        }
    }

    @Test
    void an_echo_comes_back_while_more_is_written() throws Exception {
        try (SocatServer server = new SocatServer(backend, !tls.isEmpty(), "cat");
                NetworkStreamInterface stream = connect(server)) {
            Background<Void> writer = Background.run(Timeout.propagate(() -> {
                for (int i = 0; i < DATA.length; i += 10_000) {
                    stream.write(Arrays.copyOfRange(DATA, i, Math.min(DATA.length, i + 10_000)));
                }
                stream.shutdownOutput();
                return null;
            }));
            assertThat(Payload.sha256(stream.inputStream())).isEqualTo(Payload.sha256(DATA));
            writer.get();
        }
    }

    private NetworkStreamInterface connect(SocatServer server) throws IOException {
        NetworkStreamInterface stream = backend.connect(server.endpoint);
        if (!tls.isEmpty()) {
            stream.startTls(Tls.PKI.trusting(), "localhost");
        }
        return stream;
    }
}
