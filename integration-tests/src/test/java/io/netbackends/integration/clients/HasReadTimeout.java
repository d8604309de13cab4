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
 * A client with a timeout of its own for answers. The message is not compared: some clients have two timers, of which either may be
 * first. For {@link ClientTest}s.
 */
interface HasReadTimeout {
    Duration READ_TIMEOUT = Duration.ofMillis(100);

    /** Waits for an answer of a server at that port of 127.0.0.1, which accepts connections and says nothing. */
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
