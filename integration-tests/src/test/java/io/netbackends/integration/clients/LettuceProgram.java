// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.File;
import java.io.PrintStream;
import java.time.Duration;

/** Lettuce over TLS. The arguments are the port of Redis, and the files of the client's certificate and of its key. */
final class LettuceProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) {
        RedisClient client = RedisClient.create(RedisURI.builder()
                .withHost("localhost")
                .withPort(Integer.parseInt(arguments[0]))
                .withSsl(true)
                .build());
        try {
            client.setOptions(ClientOptions.builder()
                    .sslOptions(SslOptions.builder()
                            .jdkSslProvider()
                            .sslContext(tls -> tls.trustManager(sockets.trust())
                                    .keyManager(new File(arguments[1]), new File(arguments[2])))
                            .build())
                    .build());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                out.println(connection.sync().set("lettuce", "hello by Lettuce"));
                out.println(connection.sync().get("lettuce"));
            }
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }
}
