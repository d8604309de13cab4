// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Shared;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Angus Mail with GreenMail: SMTP and IMAP, STARTTLS and IDLE, with its properties. */
class MailTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout, Replayable {
    @RegisterExtension
    static final Shared<MailServers> MAIL = new Shared<>(MailServers.class, MailServers::new);

    @Override
    public ClientProgram program() {
        return new MailProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + MAIL.get().smtp(), "" + MAIL.get().imap()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"RCPT TO:<tester@client.test>", "Subject: greetings", "hello by SMTP", "IDLE", "* 1 EXISTS"
        };
    }

    @Override
    public int port() {
        return MAIL.get().plainSmtp();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws MessagingException {
        Session session = MailProgram.session(MailProgram.properties("smtp", sockets, "" + port));
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            Message message = MailProgram.message(session, "hello again\n".repeat(1 << 20));
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws MessagingException {
        Properties properties = MailProgram.properties("smtp", sockets, "" + port);
        properties.setProperty("mail.smtp.timeout", "" + timeout.toMillis());
        try (Transport transport = MailProgram.session(properties).getTransport("smtp")) {
            transport.connect();
        }
    }
}
