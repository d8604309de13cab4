// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.integration.Tls;
import io.netbackends.testsupport.PlainServer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client with its own timeout for responses. The message is not compared, since some clients have two timers, and either
 * may fire first. For {@link ClientTest}s.
 */
interface HasReadTimeout {
    Duration READ_TIMEOUT = Duration.ofMillis(100);

    /** Waits for the response of a server at this port of 127.0.0.1, which accepts connections and sends nothing. */
    void readWithTimeout(Sockets sockets, int port, Duration timeout) throws Exception;

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "recording:nio"})
    default void its_own_timeout_ends_it_as_over_the_platforms_sockets(String spec) throws Exception {
        try (PlainServer silent = PlainServer.listening().serve(PlainServer.silent())) {
            Throwable platforms = failure(JvmSockets.trusting(Tls.PKI.certificate()), silent.port());
            assertThat(platforms).isNotNull();
            assertThat(failure(BackendSockets.over(spec), silent.port())).hasSameClassAs(platforms);
        }
    }

    private Throwable failure(Sockets sockets, int port) {
        return catchThrowable(() -> readWithTimeout(sockets, port, READ_TIMEOUT));
    }
}
