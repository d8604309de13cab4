// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.netbackends.integration.Shared;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RabbitMQ's client, with its socket factory and its SSLContext. */
class RabbitTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout {
    @RegisterExtension
    static final Shared<RabbitServer> RABBIT = new Shared<>(RabbitServer.class, RabbitServer::new);

    @Override
    public ClientProgram program() {
        return new RabbitProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + port(), "" + RABBIT.get().tls.port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"AMQP", "greetings", "hello by RabbitMQ"};
    }

    @Override
    public int port() {
        return RABBIT.get().plain.port();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws IOException, TimeoutException {
        Connection connection = RabbitProgram.client(sockets, "" + port).newConnection();
        Channel channel = connection.createChannel();
        while (true) {
            channel.basicPublish("", "none", null, new byte[64 * 1024]);
        }
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException, TimeoutException {
        ConnectionFactory client = RabbitProgram.client(sockets, "" + port);
        client.setHandshakeTimeout((int) timeout.toMillis());
        client.newConnection();
    }
}
