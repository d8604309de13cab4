// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Endpoint;
import io.netbackends.integration.Ports;
import io.netbackends.integration.Programs;
import io.netbackends.integration.RunningProgram;
import io.netbackends.integration.ServerDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An OpenSSH process, which accepts a new key of the user of the tests. */
final class SshServer implements Closeable {
    private final String sshd = Programs.require("sshd", "openssh-server");
    private final String keygen = Programs.require("ssh-keygen", "openssh-client");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;

    final Endpoint endpoint = new Endpoint(Ports.free(), null);
    final Path clientKey;
    final Path knownHosts;

    SshServer() throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // required by sshd; normally created by the system's service
        }
        Path hostKey = newKey("host");
        clientKey = newKey("client");
        String[] known = Files.readString(publicKey(hostKey)).split(" ");
        knownHosts = Files.writeString(
                directory.resolve("known_hosts"),
                "[localhost]:" + endpoint.port() + " " + known[0] + " " + known[1].strip() + "\n");
        Path config = Files.writeString(
                directory.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                AuthorizedKeysFile %s
                PermitRootLogin prohibit-password
                StrictModes no
                UsePAM no
                PidFile none
                """.formatted(endpoint.port(), hostKey, publicKey(clientKey)));
        program = RunningProgram.start(List.of(sshd, "-D", "-e", "-f", config.toString()));
        Ports.awaitListening(program, endpoint);
    }

    private Path newKey(String name) throws IOException {
        Path key = directory.resolve(name);
        try (RunningProgram generation =
                RunningProgram.start(List.of(keygen, "-q", "-t", "ed25519", "-N", "", "-f", key.toString()))) {
            generation.awaitSuccess();
        }
        return key;
    }

    private static Path publicKey(Path key) {
        return key.resolveSibling(key.getFileName() + ".pub");
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }
}
