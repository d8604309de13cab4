// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.nats.client.impl.NetworkDataPort;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** The Java client of NATS, in plaintext and over TLS. The arguments are the two ports. */
final class NatsProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException, InterruptedException {
        talk(sockets, options(sockets, arguments[0]).build(), out);
        Options.Builder tls = options(sockets, arguments[1]).sslContext(sockets.context());
        talk(sockets, tls.build(), out);
    }

    static Options.Builder options(Sockets sockets, String port) {
        Options.Builder options = Options.builder()
                .server("nats://localhost:" + port)
                .connectionTimeout(Duration.ofSeconds(20))
                .noReconnect()
                .errorListener(new ErrorListener() {}); // which logs nothing
        return sockets.spec().isPresent() ? options.dataPortType(NetworkDataPort.class.getName()) : options;
    }

    static Connection connect(Sockets sockets, Options options) throws IOException, InterruptedException {
        try (SelectedBackend selected = SelectedBackend.of(sockets)) {
            return Nats.connect(options);
        }
    }

    private static void talk(Sockets sockets, Options options, PrintStream out)
            throws IOException, InterruptedException {
        try (Connection connection = connect(sockets, options)) {
            Subscription greetings = connection.subscribe("greetings");
            connection.publish("greetings", "hello by NATS".getBytes(UTF_8));
            out.println(new String(greetings.nextMessage(Duration.ofSeconds(20)).getData(), UTF_8));
        }
    }
}
