// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that waits for a Redis that is killed. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class RedisDeathTest {
    @Parameter
    Backend backend;

    private RedisServer redis;

    @BeforeEach
    void start() throws IOException {
        redis = new RedisServer();
    }

    @AfterEach
    void stop() throws IOException {
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void a_blocked_reader_sees_the_end_and_a_writer_an_error() throws Exception {
        try (NetworkStreamInterface stream = backend.connect(redis.plain)) {
            Background<Object> waiting =
                    Background.run(Timeout.propagate(() -> new Resp(stream).call("BLPOP", "none", "0")));
            redis.awaitBlockedClient(backend);
            redis.kill();
            assertThat(waiting.failure()).isExactlyInstanceOf(EOFException.class);
            assertThatThrownBy(() -> {
                        // The system may still accept the first write, and then receive a reset.
                        while (stream.isOpen()) {
                            stream.write(new byte[100_000]);
                        }
                    })
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessageStartingWith("write to " + backend.nameOf(redis.plain));
        }
    }
}
