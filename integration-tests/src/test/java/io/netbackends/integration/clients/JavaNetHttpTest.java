// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.NginxServer;
import io.netbackends.integration.Shared;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code java.net.http}, which opens its own channels: the agent records the plaintext of its TLS engines. */
class JavaNetHttpTest extends ClientTest {
    @RegisterExtension
    static final Shared<NginxServer> NGINX = new Shared<>(NginxServer.class, NginxServer::new);

    @Override
    public ClientProgram program() {
        return new JavaNetHttpProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"0", "" + NGINX.get().tls13.port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"User-Agent: Java-http-client", "PRI * HTTP/2.0", "hello by HTTP/2.0"};
    }
}
