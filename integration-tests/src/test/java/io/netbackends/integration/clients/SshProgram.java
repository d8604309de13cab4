// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Session.Command;

/**
 * The SSH client sshj: runs a command. The arguments are the server's port, and the files of known hosts and of the user's
 * key.
 */
final class SshProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException {
        try (SSHClient ssh = connected(sockets, Integer.parseInt(arguments[0]), arguments[1], arguments[2]);
                Session session = ssh.startSession()) {
            Command command = session.exec("echo hello by sshj; exit 3");
            out.print(new String(command.getInputStream().readAllBytes(), UTF_8));
            command.join();
            out.println(command.getExitStatus());
        }
    }

    static SSHClient connected(Sockets sockets, int port, String knownHosts, String key) throws IOException {
        SSHClient ssh = client(sockets);
        ssh.loadKnownHosts(new File(knownHosts));
        ssh.connect("localhost", port);
        ssh.authPublickey(System.getProperty("user.name"), key);
        return ssh;
    }

    static SSHClient client(Sockets sockets) {
        SSHClient ssh = new SSHClient();
        if (sockets.spec().isPresent()) {
            ssh.setSocketFactory(sockets.plain());
        }
        return ssh;
    }
}
