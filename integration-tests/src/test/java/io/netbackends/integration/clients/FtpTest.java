// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Shared;
import java.io.IOException;
import java.time.Duration;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commons Net with Apache FtpServer: control and data connections, through its socket factory and its SSLContext. */
class FtpTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout, Replayable {
    @RegisterExtension
    static final Shared<FtpServers> FTP = new Shared<>(FtpServers.class, FtpServers::new);

    @Override
    public ClientProgram program() {
        return new FtpProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"STOR hello.txt", "hello by FTP", "PROT P"};
    }

    @Override
    public int port() {
        return FTP.get().port();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws IOException {
        FTPClient ftp = FtpProgram.client(sockets);
        ftp.connect("localhost", port);
        ftp.sendCommand("x".repeat(32 << 20));
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException {
        FTPClient ftp = FtpProgram.client(sockets);
        ftp.setConnectTimeout((int) timeout.toMillis()); // also bounds the greeting
        ftp.connect("localhost", port);
    }
}
