// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Shared;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The Java client of NATS, with a data port and its SSLContext. Its own threads read and write, so deadlines of a caller do
 * not apply.
 */
class NatsTest extends ClientTest implements HookedClient, HasReadTimeout {
    @RegisterExtension
    static final Shared<NatsServer> NATS = new Shared<>(NatsServer.class, NatsServer::new);

    @Override
    public ClientProgram program() {
        return new NatsProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + NATS.get().plain.port(), "" + NATS.get().tls.port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"CONNECT {", "SUB greetings", "PUB greetings", "hello by NATS"};
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException, InterruptedException {
        NatsProgram.connect(
                        sockets,
                        NatsProgram.options(sockets, "" + port)
                                .connectionTimeout(timeout)
                                .build())
                .close();
    }
}
