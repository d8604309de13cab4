// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.Closeable;
import java.io.IOException;

/** GreenMail with one user, and with STARTTLS in front of its SMTP and its IMAP. */
final class MailServers implements Closeable {
    private static final String HOST = "127.0.0.1";

    private final GreenMail greenMail = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP), new ServerSetup(0, HOST, ServerSetup.PROTOCOL_IMAP)
    });
    private final StartTlsFront smtp;
    private final StartTlsFront imap;

    MailServers() throws IOException {
        greenMail.setUser(MailProgram.ADDRESS, MailProgram.USER, MailProgram.PASSWORD);
        startQuietly(greenMail);
        smtp = StartTlsFront.smtp(plainSmtp());
        imap = StartTlsFront.imap(greenMail.getImap().getPort());
    }

    /** Suppresses the output of its threads, which print the whole message when a connection breaks. */
    private static void startQuietly(GreenMail greenMail) {
        ThreadGroup quiet = new ThreadGroup("GreenMail") {
            @Override
            public void uncaughtException(Thread thread, Throwable failure) {}
        };
        Thread starter = new Thread(quiet, greenMail::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int plainSmtp() {
        return greenMail.getSmtp().getPort();
    }

    int smtp() {
        return smtp.port();
    }

    int imap() {
        return imap.port();
    }

    @Override
    public void close() {
        smtp.close();
        imap.close();
        greenMail.stop();
    }
}
