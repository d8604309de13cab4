// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** RabbitMQ's client, in plaintext and over TLS. The arguments are the two ports. */
final class RabbitProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException, TimeoutException {
        talk(client(sockets, arguments[0]), out);
        ConnectionFactory tls = client(sockets, arguments[1]);
        tls.useSslProtocol(sockets.context());
        tls.enableHostnameVerification();
        talk(tls, out);
    }

    static ConnectionFactory client(Sockets sockets, String port) {
        ConnectionFactory client = new ConnectionFactory();
        client.setHost("localhost");
        client.setPort(Integer.parseInt(port));
        client.setAutomaticRecoveryEnabled(false);
        if (sockets.spec().isPresent()) {
            client.setSocketFactory(sockets.plain());
        }
        return client;
    }

    private static void talk(ConnectionFactory client, PrintStream out) throws IOException, TimeoutException {
        try (Connection connection = client.newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("greetings", false, true, true, Map.of());
            channel.confirmSelect();
            channel.basicPublish("", "greetings", null, "hello by RabbitMQ".getBytes(UTF_8));
            channel.waitForConfirms();
            out.println(new String(channel.basicGet("greetings", true).getBody(), UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
