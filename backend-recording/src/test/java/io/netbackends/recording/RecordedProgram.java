// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Causes every kind of event, always in the same order. */
final class RecordedProgram {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final TestPki pki = TestPki.create();
    private final NetworkBackendInterface net;

    RecordedProgram(NetworkBackendInterface net) {
        this.net = net;
    }

    void run() throws Exception {
        upgradeToTls();
        failToStartTls();
        meetAReset();
        abort();
        accept();
        int closed = PlainServer.closedPort();
        assertThatThrownBy(() -> net.connect("127.0.0.1", closed)).isInstanceOf(ConnectException.class);
    }

    private void upgradeToTls() throws Exception {
        SSLContext server = pki.issue("localhost").serverContext();
        try (PlainServer peer = PlainServer.listening().serve(socket -> serveUpgrade(socket, server));
                NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port())) {
            write(stream, "STARTTLS\r\n");
            assertThat(stream.read()).asString(US_ASCII).isEqualTo("OK\r\n");
            stream.startTls(pki.trusting(), "localhost");
            write(stream, "GET / HTTP/1.1\r\nAuthorization: secret\r\nX: 1\r\n\r\n");
            assertThat(stream.read()).asString(US_ASCII).startsWith("HTTP/1.1 200");
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            }
            write(stream, "bye\r\n");
            assertThat(stream.read(3)).asString(US_ASCII).isEqualTo("lat");
            assertThat(stream.read(9)).asString(US_ASCII).isEqualTo("e\r\n");
            stream.shutdownOutput();
            assertThat(stream.read()).isEmpty();
        }
    }

    private static void serveUpgrade(Socket socket, SSLContext context) throws IOException {
        assertThat(PlainServer.readLine(socket.getInputStream())).isEqualTo("STARTTLS");
        send(socket, "OK\r\n");
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, false);
        while (!PlainServer.readLine(tls.getInputStream()).isEmpty()) {
            // up to the end of the headers
        }
        send(tls, "HTTP/1.1 200 OK\r\nSet-Cookie: id=1\r\n\r\nhello\r\n");
        assertThat(PlainServer.readLine(tls.getInputStream())).isEqualTo("bye");
        send(tls, "late\r\n");
        assertThat(tls.getInputStream().read()).isEqualTo(-1);
        tls.close();
    }

    private void failToStartTls() throws Exception {
        SSLContext server = pki.issue("example.test").serverContext();
        try (PlainServer peer = PlainServer.listening()
                        .toleratingIoFailures()
                        .serveTls(server, socket -> socket.getInputStream().read());
                NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port())) {
            assertThatThrownBy(() -> stream.startTls(pki.trusting(), "localhost"))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> write(stream, "late")).isInstanceOf(SocketException.class);
        }
    }

    private void meetAReset() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port());
                Socket accepted = peer.accept()) {
            PlainServer.reset(accepted);
            assertThatThrownBy(stream::read).isInstanceOf(SocketException.class);
        }
    }

    private void abort() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port());
            try (Socket accepted = peer.accept()) {
                send(accepted, "data");
                assertThat(stream.read()).asString(US_ASCII).isEqualTo("data");
                stream.abort();
                stream.close();
            }
        }
    }

    private void accept() throws Exception {
        try (NetworkListenerInterface listener = net.listen("127.0.0.1", 0);
                Socket client = new Socket()) {
            client.connect(listener.getLocalAddress());
            try (NetworkStreamInterface stream = listener.accept()) {
                send(client, "one\n");
                assertThat(stream.read()).asString(US_ASCII).isEqualTo("one\n");
                stream.shutdownInput();
                assertThat(stream.read()).isEmpty();
                write(stream, "two\n");
            }
        }
    }

    private static void write(NetworkStreamInterface stream, String text) throws IOException {
        stream.write(text.getBytes(US_ASCII));
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
