// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.RedisServer;
import io.netbackends.integration.Shared;
import io.netbackends.integration.Tls;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Lettuce, which uses Netty, with JSSE: the agent records the plaintext of its TLS engines. */
class LettuceTest extends ClientTest {
    @RegisterExtension
    static final Shared<RedisServer> REDIS = new Shared<>(RedisServer.class, RedisServer::new);

    @TempDir
    static Path directory;

    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void writeCertificate() throws IOException {
        certificate = Tls.CLIENT.writeCertificateChainPem(directory);
        key = Tls.CLIENT.writeKeyPem(directory);
    }

    @Override
    public ClientProgram program() {
        return new LettuceProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + REDIS.get().tls.port(), certificate.toString(), key.toString()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"SET\r\n$7\r\nlettuce\r\n$16\r\nhello by Lettuce\r\n", "+OK\r\n"};
    }
}
