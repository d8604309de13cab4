// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPSClient;

/** Commons Net's FTP, and FTPS with encrypted data connections. The argument is the server's port. */
final class FtpProgram implements ClientProgram {
    static final String USER = "tester";
    static final String PASSWORD = "ftp-secret";

    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        FTPClient ftp = client(sockets);
        ftp.connect("localhost", port);
        talk(ftp, out);
        FTPSClient ftps = new FTPSClient(sockets.context());
        ftps.setEndpointCheckingEnabled(true);
        if (sockets.spec().isPresent()) {
            ftps.setSocketFactory(sockets.plain());
        }
        ftps.connect("localhost", port);
        ftps.execPBSZ(0);
        ftps.execPROT("P");
        talk(ftps, out);
    }

    static FTPClient client(Sockets sockets) {
        FTPClient ftp = new FTPClient();
        if (sockets.spec().isPresent()) {
            ftp.setSocketFactory(sockets.plain());
        }
        return ftp;
    }

    private static void talk(FTPClient ftp, PrintStream out) throws IOException {
        out.println(ftp.login(USER, PASSWORD));
        ftp.enterLocalPassiveMode();
        ftp.setFileType(FTP.BINARY_FILE_TYPE);
        out.println(ftp.storeFile("hello.txt", new ByteArrayInputStream("hello by FTP".getBytes(US_ASCII))));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        out.println(ftp.retrieveFile("hello.txt", file) + " " + file.toString(US_ASCII));
        out.println(ftp.deleteFile("hello.txt"));
        ftp.logout();
        ftp.disconnect();
    }
}
