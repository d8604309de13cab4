// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.Tls;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** A client, and its servers in the tests. */
interface Client {
    /** The program that uses the client. */
    ClientProgram program();

    /** The addresses of the servers. */
    String[] arguments();

    /** Texts that the client and the servers send, which a recording must contain. */
    String[] plaintext();

    /** Returns the output of the program, which must not be empty. */
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

    /** Returns the output of the program without a backend. */
    default String platformsOutput() throws Exception {
        return output(JvmSockets.trusting(Tls.PKI.certificate()));
    }
}
