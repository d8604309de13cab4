// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An {@code openssl s_server}, which serves one connection at a time. */
final class OpensslServer implements Closeable {
    private final String openssl = Programs.require("openssl", "openssl");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;
    private final Endpoint endpoint;

    /** Starts it with more options, such as {@code -www}, at an address that the backend can reach. */
    OpensslServer(Backend backend, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(openssl, "s_server"));
        if (backend.isUnix()) {
            command.addAll(List.of("-unix", directory.resolve("s").toString(), "-unlink"));
        } else {
            command.addAll(List.of("-accept", "127.0.0.1:0"));
        }
        command.addAll(List.of(
                "-cert", Tls.SERVER.writeCertificateChainPem(directory.path()).toString()));
        command.addAll(List.of("-key", Tls.SERVER.writeKeyPem(directory.path()).toString()));
        command.addAll(List.of("-CAfile", Tls.PKI.writePem(directory.path()).toString()));
        command.addAll(List.of(options));
        program = RunningProgram.start(command);
        String port = program.awaitOutput("^ACCEPT .*?([0-9]*)$").group(1);
        endpoint =
                backend.isUnix() ? new Endpoint(0, directory.resolve("s")) : new Endpoint(Integer.parseInt(port), null);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    RunningProgram program() {
        return program;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }
}
