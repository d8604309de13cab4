// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.angus.mail.imap.IMAPFolder;

/**
 * Angus Mail: waits with IMAP's IDLE for a message that it sends by SMTP, reads it and removes it. The arguments are the
 * ports of SMTP and of IMAP, both with STARTTLS.
 */
final class MailProgram implements ClientProgram {
    static final String ADDRESS = "tester@client.test";
    static final String USER = "tester";
    static final String PASSWORD = "mail-secret";

    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws MessagingException, IOException {
        Session smtp = session(startTls("smtp", sockets, arguments[0]));
        Properties forImap = startTls("imap", sockets, arguments[1]);
        forImap.setProperty(
                "mail.imap.reusetagprefix", "true"); // otherwise each store continues the numbers in the tags
        try (Store store = session(forImap).getStore("imap")) {
            store.connect("localhost", USER, PASSWORD);
            try (IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX")) {
                inbox.open(Folder.READ_WRITE);
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(smtp));
                inbox.idle(true);
                sent.join();
                Message message = inbox.getMessage(1);
                out.println(inbox.getMessageCount() + " " + message.getSubject() + " " + message.getContent());
                message.setFlag(Flags.Flag.DELETED, true);
                inbox.expunge();
            }
        }
    }

    private static Properties startTls(String protocol, Sockets sockets, String port) {
        Properties properties = properties(protocol, sockets, port);
        String prefix = "mail." + protocol;
        properties.setProperty(prefix + ".starttls.enable", "true");
        properties.setProperty(prefix + ".starttls.required", "true");
        properties.setProperty(prefix + ".ssl.checkserveridentity", "true");
        properties.put(prefix + ".ssl.socketFactory", sockets.tls());
        return properties;
    }

    static Properties properties(String protocol, Sockets sockets, String port) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol;
        properties.setProperty(prefix + ".host", "localhost");
        properties.setProperty(prefix + ".port", port);
        properties.setProperty(prefix + ".localhost", "client.test");
        if (sockets.spec().isPresent()) {
            properties.put(prefix + ".socketFactory", sockets.plain());
            properties.setProperty(prefix + ".socketFactory.fallback", "false");
        }
        return properties;
    }

    static Session session(Properties properties) {
        return Session.getInstance(properties);
    }

    private static void send(Session session) {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(USER, PASSWORD);
            Message message = message(session, "hello by SMTP");
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            throw new CompletionException(e);
        }
    }

    /** Without the time and the numbers that make each message different. */
    static Message message(Session session, String text) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<1@client.test>");
            }
        };
        message.setFrom(ADDRESS);
        message.setRecipients(Message.RecipientType.TO, ADDRESS);
        message.setSentDate(new Date(0));
        message.setSubject("greetings");
        message.setText(text);
        message.saveChanges();
        return message;
    }
}
