// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A socat that connects each client with a separate process, which runs a command. */
final class SocatServer implements Closeable {
    private final String socat = Programs.require("socat", "socat");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;

    final Endpoint endpoint;

    /** Starts one at an address that the backend can reach, optionally over TLS. */
    SocatServer(Backend backend, boolean tls, String command) throws IOException {
        endpoint = backend.isUnix() ? new Endpoint(0, directory.resolve("s")) : new Endpoint(Ports.free(), null);
        // Without this option, socat closes a connection half a second after one direction has ended.
        program = RunningProgram.start(List.of(socat, "-t", "30", address(tls) + ",fork", "EXEC:" + command));
        Ports.awaitListening(program, endpoint);
    }

    private String address(boolean tls) throws IOException {
        if (endpoint.path() != null) {
            return "UNIX-LISTEN:" + endpoint.path();
        }
        String address = endpoint.port() + ",bind=127.0.0.1,reuseaddr";
        return tls
                ? "OPENSSL-LISTEN:" + address + ",verify=0,cert="
                        + Tls.SERVER.writeCertificateChainPem(directory.path()) + ",key="
                        + Tls.SERVER.writeKeyPem(directory.path())
                : "TCP-LISTEN:" + address;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }
}
