// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Endpoint;
import io.netbackends.integration.Ports;
import io.netbackends.integration.Programs;
import io.netbackends.integration.RunningProgram;
import io.netbackends.integration.ServerDirectory;
import io.netbackends.integration.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Two servers of NATS: one in plaintext, one over TLS. */
final class NatsServer implements Closeable {
    private final String nats = Programs.require("nats-server", "nats-server");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram plainServer;
    private final RunningProgram tlsServer;

    final Endpoint plain = new Endpoint(Ports.free(), null);
    final Endpoint tls = new Endpoint(Ports.free(), null);

    NatsServer() throws IOException {
        plainServer = RunningProgram.start(List.of(nats, "-a", "127.0.0.1", "-p", "" + plain.port()));
        tlsServer = RunningProgram.start(List.of(
                nats,
                "-a",
                "127.0.0.1",
                "-p",
                "" + tls.port(),
                "--tls",
                "--tlscert",
                Tls.SERVER.writeCertificateChainPem(directory.path()).toString(),
                "--tlskey",
                Tls.SERVER.writeKeyPem(directory.path()).toString()));
        Ports.awaitListening(plainServer, plain);
        Ports.awaitListening(tlsServer, tls);
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            plainServer.close();
            tlsServer.close();
        }
    }
}
