// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.NginxServer;
import io.netbackends.integration.Shared;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Netty with JSSE: the agent records the plaintext of its TLS engines. */
class NettyTest extends ClientTest {
    @RegisterExtension
    static final Shared<NginxServer> NGINX = new Shared<>(NginxServer.class, NginxServer::new);

    @Override
    public ClientProgram program() {
        return new NettyProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + NGINX.get().tls13.port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"Host: netty.test"};
    }
}
