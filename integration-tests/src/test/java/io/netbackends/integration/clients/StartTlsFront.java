// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.integration.Tls;
import io.netbackends.testsupport.PlainServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;

/** Adds STARTTLS to an SMTP or IMAP server: offers it, responds to it, and then passes on the decrypted bytes. */
final class StartTlsFront implements Closeable {
    private final PlainServer front;
    private final int server;
    private final UnaryOperator<String> offering;

    private StartTlsFront(int server, UnaryOperator<String> offering) throws IOException {
        this.server = server;
        this.offering = offering;
        front = PlainServer.listening().toleratingIoFailures().serve(this::talk);
    }

    static StartTlsFront smtp(int server) throws IOException {
        return new StartTlsFront(server, line -> line.replaceFirst("^250 AUTH", "250-STARTTLS\r\n250 AUTH"));
    }

    static StartTlsFront imap(int server) throws IOException {
        return new StartTlsFront(server, line -> line.replaceFirst("IMAP4rev1", "IMAP4rev1 STARTTLS"));
    }

    int port() {
        return front.port();
    }

    private void talk(Socket client) throws IOException {
        try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
            InputStream answers = behind.getInputStream();
            answerLine(client, answers);
            while (true) {
                String command = PlainServer.readLine(client.getInputStream());
                if (command.endsWith("STARTTLS")) {
                    String tag = command.substring(0, command.length() - "STARTTLS".length());
                    send(client, tag.isEmpty() ? "220 go ahead" : tag + "OK go ahead");
                    passOn(client, behind);
                    return;
                }
                send(behind, command);
                answer(client, answers, command.substring(0, command.indexOf(' ') + 1));
            }
        }
    }

    /** Returns whether a line is the last one of a response: in SMTP it has no hyphen, in IMAP it has the command's tag. */
    private void answer(Socket client, InputStream answers, String tag) throws IOException {
        String line;
        do {
            line = answerLine(client, answers);
        } while (line.startsWith("250-") || line.startsWith("* ") && !line.startsWith(tag));
    }

    private String answerLine(Socket client, InputStream answers) throws IOException {
        String line = PlainServer.readLine(answers);
        send(client, offering.apply(line));
        return line;
    }

    private static void send(Socket to, String line) throws IOException {
        to.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
    }

    private static void passOn(Socket client, Socket behind) throws IOException {
        SSLSocket tls = (SSLSocket)
                Tls.SERVER.serverContext().getSocketFactory().createSocket(client, null, client.getPort(), false);
        tls.setUseClientMode(false);
        Thread answers = new Thread(() -> copy(behind, tls), "answers");
        answers.setDaemon(true);
        answers.start();
        copy(tls, behind);
    }

    private static void copy(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
            }
            to.close();
        } catch (IOException e) {
            // the other side has ended
        }
    }

    @Override
    public void close() {
        front.close();
    }
}
