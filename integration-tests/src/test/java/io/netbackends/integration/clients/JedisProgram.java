// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Payload;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.SetParams;

/** Jedis in plaintext. The argument is the port. */
public final class JedisProgram implements ClientProgram {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) {
        try (Jedis jedis = connect(
                sockets,
                Integer.parseInt(arguments[0]),
                DefaultJedisClientConfig.builder().build())) {
            out.println(
                    jedis.set("jedis", "hello by Jedis", SetParams.setParams().ex(60)));
            out.println(jedis.get("jedis"));
            byte[] key = {1, 2, 3};
            jedis.set(key, Payload.random(Payload.LARGE));
            out.println(Payload.describe(jedis.get(key)));
        }
    }

    /** Jedis accepts connected sockets; without a backend, it creates them itself. */
    static Jedis connect(Sockets sockets, int port, JedisClientConfig config) {
        if (sockets.spec().isEmpty()) {
            return new Jedis("localhost", port, config);
        }
        return new Jedis(
                () -> {
                    try {
                        Socket socket = sockets.plain().createSocket();
                        socket.setTcpNoDelay(true);
                        socket.connect(InetSocketAddress.createUnresolved("localhost", port), CONNECT_TIMEOUT_MILLIS);
                        socket.setSoTimeout(config.getSocketTimeoutMillis());
                        return socket;
                    } catch (IOException e) {
                        throw new JedisConnectionException(e);
                    }
                },
                config);
    }
}
