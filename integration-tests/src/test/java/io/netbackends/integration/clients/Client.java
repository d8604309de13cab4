// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.Tls;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** A client, and the servers that it is tested with. */
interface Client {
    /** What the client does. */
    ClientProgram program();

    /** Where the servers are. */
    String[] arguments();

    /** What client and servers say, so that a recording must show it. */
    String[] plaintext();

    /** Returns what the program prints, which must be something. */
    default String output(Sockets sockets) throws Exception {
        return output(sockets, arguments());
    }

    /** As {@link #output(Sockets)}, with other arguments. */
    default String output(Sockets sockets, String... arguments) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
            program().run(sockets, out, arguments);
        }
        assertThat(bytes.size()).isPositive();
        return bytes.toString(UTF_8);
    }

    /** Returns what the program prints that knows nothing of backends. */
    default String platformsOutput() throws Exception {
        return output(JvmSockets.trusting(Tls.PKI.certificate()));
    }
}
