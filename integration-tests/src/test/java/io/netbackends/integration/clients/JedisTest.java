// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.RedisServer;
import io.netbackends.integration.Shared;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/** Jedis, with its JedisSocketFactory. */
class JedisTest extends ClientTest implements HookedClient, Replayable, WritesWithoutEnd, HasReadTimeout {
    @RegisterExtension
    static final Shared<RedisServer> REDIS = new Shared<>(RedisServer.class, RedisServer::new);

    @Override
    public ClientProgram program() {
        return new JedisProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"jedis", "hello by Jedis", "GET"};
    }

    @Override
    public int port() {
        return REDIS.get().plain.port();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) {
        try (Jedis jedis = JedisProgram.connect(
                sockets,
                port,
                DefaultJedisClientConfig.builder().socketTimeoutMillis(0).build())) {
            jedis.set(new byte[] {1}, new byte[64 << 20]);
        }
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) {
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .socketTimeoutMillis((int) timeout.toMillis())
                .build();
        try (Jedis jedis = JedisProgram.connect(sockets, port, config)) {
            jedis.get("never");
        }
    }
}
