// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.integration.Tls;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client whose calls another thread can cancel. The message is not compared, since it varies over the platform's TLS. For
 * {@link ClientTest}s.
 */
interface HasCancellation {
    /**
     * Waits for the response of a server at this port of 127.0.0.1, which only reads. When a request has arrived there,
     * cancels the call.
     */
    void readUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception;

    /** Starts such a server. */
    default PlainServer serve(PlainServer.Script silent) throws IOException {
        return PlainServer.listening().serve(silent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "recording:nio"})
    default void a_cancelled_call_ends_as_over_the_platforms_sockets(String spec) throws Exception {
        Throwable platforms = failure(JvmSockets.trusting(Tls.PKI.certificate()));
        assertThat(platforms).isNotNull();
        assertThat(failure(BackendSockets.over(spec))).hasSameClassAs(platforms);
    }

    private Throwable failure(Sockets sockets) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        PlainServer.Script silent = socket -> {
            PlainServer.readExactly(socket, 1);
            arrived.countDown();
            PlainServer.silent().run(socket);
        };
        try (PlainServer server = serve(silent)) {
            return catchThrowable(() -> readUntilCancelled(sockets, server.port(), arrived));
        }
    }
}
