// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
    /** Input that never arrives and never ends, like a terminal without a user. */
    private static final InputStream SILENT_INPUT = new InputStream() {
        @Override
        public int read() throws IOException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return -1;
        }
    };

    @Test
    void sends_and_receives_at_the_same_time() throws Exception {
        // An echo server deadlocks with a client that sends everything before it receives.
        byte[] data = random(8_000_003);
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(PlainServer.echo());
            Cli cli = Cli.run(new ByteArrayInputStream(data), "connect", "localhost:" + peer.port());
            assertThat(cli.succeeds().outBytes()).isEqualTo(data);
        }
    }

    @Test
    void does_so_over_tls() throws Exception {
        byte[] data = random(2_000_003);
        TestPki pki = TestPki.create();
        try (PlainServer peer = PlainServer.listening()) {
            peer.serveTls(pki.issue("localhost").serverContext(), PlainServer.echo());
            Cli.run("connect", "--tls", "localhost:" + peer.port()).failsWith(60, "localhost:" + peer.port());
            peer.toleratingIoFailures();
        } catch (AssertionError e) {
            // the script's handshake failed, as expected
            assertThat(e).hasMessageStartingWith("script failed: ");
        }
        try (PlainServer peer = PlainServer.listening()) {
            peer.serveTls(pki.issue("localhost").serverContext(), PlainServer.echo());
            Cli cli = Cli.run(
                    new ByteArrayInputStream(data),
                    "connect",
                    "--tls",
                    "--cacert",
                    pki.writePem(directory).toString(),
                    "localhost:" + peer.port());
            assertThat(cli.succeeds().outBytes()).isEqualTo(data);
        }
    }

    @TempDir
    Path directory;

    @Test
    void goes_on_receiving_after_the_end_of_input() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                byte[] all = socket.getInputStream().readAllBytes();
                socket.getOutputStream().write(("got " + all.length).getBytes(ISO_8859_1));
            });
            Cli cli = Cli.run(new ByteArrayInputStream(new byte[5]), "connect", "localhost:" + peer.port());
            assertThat(cli.succeeds().out()).isEqualTo("got 5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-shutdown", "--keep-open"})
    void the_sending_side_stays_open_at_the_end_of_input_if_told_to(String option) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                PlainServer.readExactly(socket, 5);
                socket.setSoTimeout(300);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                socket.getOutputStream().write("still there".getBytes(ISO_8859_1));
            });
            Cli cli = Cli.run(new ByteArrayInputStream(new byte[5]), "connect", option, "localhost:" + peer.port());
            assertThat(cli.succeeds().out()).isEqualTo("still there");
        }
    }

    @Test
    void ends_when_the_peer_does_although_input_may_still_come() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> socket.getOutputStream().write("bye".getBytes(ISO_8859_1)));
            assertThat(Cli.run(SILENT_INPUT, "connect", "localhost:" + peer.port())
                            .succeeds()
                            .out())
                    .isEqualTo("bye");
        }
    }

    @Test
    void passes_on_what_is_typed_at_once() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(keyboard)) {
            Background<Cli> run = Background.run(() -> Cli.run(in, "connect", "localhost:" + peer.port()));
            Socket socket = peer.accept();
            keyboard.write("no line end".getBytes(ISO_8859_1));
            keyboard.flush();
            assertThat(new String(PlainServer.readExactly(socket, 11), ISO_8859_1))
                    .isEqualTo("no line end");
            socket.close();
            run.get().succeeds();
        }
    }

    @Test
    void the_timeout_counts_for_both_directions() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(PlainServer.silent());
            String where = "localhost:" + peer.port();
            // Nothing to send: the receiving side times out.
            Cli.run(SILENT_INPUT, "connect", "--timeout", "1", where).failsWith(28, where, "timed out");
            // More than the buffers hold: either side may time out first.
            long start = System.nanoTime();
            Cli.run(new ByteArrayInputStream(new byte[50_000_000]), "connect", "--timeout", "1", where)
                    .failsWith(28, where, "timed out");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        }
    }

    @Test
    void a_reset_is_a_receive_error() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(PlainServer::reset);
            Cli.run(SILENT_INPUT, "connect", "localhost:" + peer.port())
                    .failsWith(56, "localhost:" + peer.port(), "Connection reset");
        }
    }

    @Test
    void input_that_fails_ends_the_call() throws Exception {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Is a directory");
            }
        };
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(PlainServer.discard()).toleratingIoFailures();
            Cli.run(failing, "connect", "localhost:" + peer.port()).failsWith(1, "standard input: Is a directory");
        }
    }

    @Test
    void ends_without_a_message_if_the_reader_of_the_output_has_gone() throws Exception {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                        socket.getOutputStream().write(1);
                        PlainServer.discard().run(socket);
                    })
                    .toleratingIoFailures();
            java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
            assertThat(Cli.run(SILENT_INPUT, closed, err, "connect", "localhost:" + peer.port()))
                    .isEqualTo(23);
            assertThat(err.toString(ISO_8859_1)).isEmpty();
        }
    }

    @Test
    void a_backend_without_unix_sockets_says_what_to_choose() {
        Cli.run("--backend", "socket", "connect", "unix:/tmp/x.sock")
                .failsWith(
                        2, "unix:/tmp/x.sock: backend \"socket\" cannot reach", "--backend unixsocket", "installed: ");
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
