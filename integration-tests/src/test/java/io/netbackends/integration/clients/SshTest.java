// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Shared;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The SSH client sshj with OpenSSH, through its socket factory. A recording shows the versions; the rest is encrypted by
 * SSH.
 */
class SshTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout {
    @RegisterExtension
    static final Shared<SshServer> SSH = new Shared<>(SshServer.class, SshServer::new);

    @Override
    public ClientProgram program() {
        return new SshProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {
            "" + port(), SSH.get().knownHosts.toString(), SSH.get().clientKey.toString()
        };
    }

    @Override
    public String[] plaintext() {
        return new String[] {"SSH-2.0-SSHJ", "SSH-2.0-OpenSSH"};
    }

    @Override
    public int port() {
        return SSH.get().endpoint.port();
    }

    /** Sends messages that the server ignores, since no channel window limits them. */
    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws IOException {
        SSHClient ssh = SshProgram.client(sockets);
        ssh.addHostKeyVerifier(new PromiscuousVerifier()); // the known host has another port
        ssh.connect("localhost", port);
        while (true) {
            ssh.getTransport().write(new SSHPacket(Message.IGNORE).putString(new byte[16 * 1024]));
        }
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException {
        SSHClient ssh = SshProgram.client(sockets);
        ssh.setTimeout((int) timeout.toMillis());
        ssh.connect("localhost", port);
    }
}
