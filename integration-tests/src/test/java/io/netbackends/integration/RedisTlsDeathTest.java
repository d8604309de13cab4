// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of Redis over TLS whose server is killed, or rejects them. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#tcp")
@ExtendWith(WithinDeadline.class)
class RedisTlsDeathTest {
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
    void over_tls_a_blocked_reader_gets_an_error() throws Exception {
        try (NetworkStreamInterface stream = backend.connect(redis.tls)) {
            stream.startTls(Tls.PKI.trustingWith(Tls.CLIENT), "localhost");
            Background<Object> waiting =
                    Background.run(Timeout.propagate(() -> new Resp(stream).call("BLPOP", "none", "0")));
            redis.awaitBlockedClient(backend);
            redis.kill();
            assertThat(waiting.failure())
                    .isExactlyInstanceOf(SSLException.class)
                    .hasMessageContainingAll("read from " + backend.nameOf(redis.tls), "without a TLS close_notify");
        }
    }

    /** In TLS 1.3, the client's handshake ends before the server has checked its certificate, or the lack of one. */
    @Test
    void a_client_without_a_certificate_learns_it_when_it_reads() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(redis.tls)) {
            stream.startTls(Tls.client(Tls.PKI.trusting(), "TLSv1.3"));
            assertThatThrownBy(stream::read)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContainingAll("read from " + backend.nameOf(redis.tls), "certificate_required");
        }
        try (NetworkStreamInterface stream = backend.connect(redis.tls)) {
            assertThatThrownBy(() -> stream.startTls(Tls.client(Tls.PKI.trusting(), "TLSv1.2")))
                    .isInstanceOf(SSLException.class);
            assertThat(stream.isOpen()).isFalse();
        }
    }
}
