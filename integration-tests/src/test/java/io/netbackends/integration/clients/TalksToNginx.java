// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.NginxServer;
import io.netbackends.integration.Shared;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client of HTTP and HTTPS. For {@link ClientTest}s. */
interface TalksToNginx extends HookedClient, WritesWithoutEnd, HasReadTimeout, HasCancellation {
    @RegisterExtension
    Shared<NginxServer> NGINX = new Shared<>(NginxServer.class, NginxServer::new);

    HttpCalls calls();

    /** The ports of HTTP and HTTPS. */
    @Override
    default String[] arguments() {
        return new String[] {
            "" + NGINX.get().plain.port(), "" + NGINX.get().tls13.port()
        };
    }

    @Override
    default int port() {
        return NGINX.get().plain.port();
    }

    @Override
    default void writeWithoutEnd(Sockets sockets, int port) throws Exception {
        calls().putWithoutEnd(sockets, port);
    }

    @Override
    default void readWithTimeout(Sockets sockets, int port, Duration timeout) throws Exception {
        calls().getWithTimeout(sockets, port, timeout);
    }

    @Override
    default void readUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception {
        calls().getUntilCancelled(sockets, port, arrived);
    }
}
