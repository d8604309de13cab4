// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of real exchanges, replayed to other clients and to this command after the server has stopped. */
class ReplayTest {
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir
    Path directory;

    @Test
    void get_works_from_a_recording_with_the_server_gone() throws Exception {
        Path file = directory.resolve("get.ndjson");
        String url = recordGet(file);
        String setting = "-Dnetbackends.replay.file=" + file;
        Cli cli = Cli.run("get", "--backend", "replay", setting, url);
        assertThat(cli.succeeds().out()).isEqualTo("hello");
        Cli.run("get", "--backend", "replay", setting, url).failsWith(7, "are used up: 1");
        Path copy = Files.copy(file, directory.resolve("copy.ndjson"));
        Cli.run("get", "--backend", "replay", "-Dnetbackends.replay.file=" + copy, url + "?other")
                .failsWith(55, "is not the recorded one");
    }

    @Test
    void a_server_plays_what_get_recorded_to_curl_again_and_again() throws Exception {
        Path file = directory.resolve("get.ndjson");
        recordGet(file);
        try (Server server = new Server("replay", file.toString(), "--listen", "0")) {
            for (int i = 0; i < 2; i++) {
                assertThat(curl("http://" + server.address + "/page")).isEqualTo("hello");
            }
        }
    }

    @Test
    void a_client_that_asks_for_something_else_is_told_on_standard_error() throws Exception {
        Path file = RecordingFile.begin().exchange(1, "GET /a", RESPONSE).save(directory);
        try (Server server = new Server("replay", file.toString(), "--listen=127.0.0.1:0", "--match", "strict")) {
            Cli.run("get", "http://" + server.address + "/b");
            server.awaitErrorLine(); // the client may get the response earlier
            assertThat(server.stop())
                    .contains("byte 5 is not the recorded one (connection 1 to localhost:80, " + file)
                    .hasLineCount(1);
        }
    }

    @Test
    void curl_gets_the_difference_as_a_response() throws Exception {
        Path file = RecordingFile.begin()
                .exchange(1, "GET /a HTTP/1.1\r\n\r\n", RESPONSE)
                .save(directory);
        try (Server server = new Server("replay", file.toString(), "--listen=127.0.0.1:0")) {
            assertThat(curl("http://" + server.address + "/b"))
                    .contains("the written bytes do not match the recorded ones")
                    .containsOnlyOnce("recorded: ");
            server.awaitErrorLine();
            assertThat(server.stop()).containsOnlyOnce("recorded: ").hasLineCount(1);
        }
    }

    @Test
    void a_port_probe_uses_up_nothing() throws Exception {
        Path file = RecordingFile.begin()
                .exchange(1, "GET /a", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1")
                .exchange(2, "GET /b", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2")
                .save(directory);
        try (Server server = new Server("replay", file.toString(), "--listen=127.0.0.1:0", "--match=any")) {
            String[] place = server.address.split(":", 2);
            for (int i = 0; i < 3; i++) {
                new Socket(place[0], Integer.parseInt(place[1])).close();
            }
            for (String expected : new String[] {"1", "2"}) {
                assertThat(Cli.run("get", "http://" + server.address + "/")
                                .succeeds()
                                .out())
                        .isEqualTo(expected);
            }
            assertThat(server.stop()).isEmpty();
        }
    }

    @Test
    void targets_can_be_chosen_and_anything_accepted() throws Exception {
        Path file = RecordingFile.begin().exchange(1, "PING", "PONG").save(directory);
        String[] args = {"replay", file.toString(), "--listen=127.0.0.1:0", "--match=any", "--target=LOCALHOST:80"};
        try (Server server = new Server(args)) {
            Cli cli = Cli.run(new ByteArrayInputStream("whatever".getBytes(UTF_8)), "connect", server.address);
            assertThat(cli.out()).isEqualTo("PONG");
        }
    }

    /** A backend whose listeners are closed before the first client connects. */
    public static final class ClosedProvider implements NetworkBackendProvider {
        @Override
        public String name() {
            return "closed";
        }

        @Override
        public NetworkBackendInterface create(BackendContext context) {
            return new NetworkBackendInterface() {
                @Override
                public NetworkStreamInterface connect(String host, int port) throws IOException {
                    throw new ConnectException("nothing to connect to");
                }

                @Override
                public NetworkListenerInterface listen(String host, int port) {
                    return new ClosedListener();
                }
            };
        }
    }

    private static final class ClosedListener implements NetworkListenerInterface {
        @Override
        public NetworkStreamInterface accept() throws IOException {
            throw new NetworkStreamClosedException("closed by another thread", null);
        }

        @Override
        public SocketAddress getLocalAddress() {
            return InetSocketAddress.createUnresolved("localhost", 80);
        }

        @Override
        public void close() {}
    }

    @Test
    void ends_with_an_error_when_no_client_can_be_accepted_any_more() throws Exception {
        Path file = RecordingFile.begin().exchange(1, "PING", "PONG").save(directory);
        try (Installed closed = Installed.provider(directory, ClosedProvider.class.getName())) {
            Cli.run("replay", file.toString(), "--listen=0", "--backend=closed")
                    .failsWith(1, "no more clients are accepted on localhost", "closed by another thread");
            assertThat(closed).isNotNull();
        }
    }

    @Test
    void says_what_is_wrong() throws Exception {
        Cli.run("replay", "x").failsWith(2, "--listen");
        Cli.run("replay", directory.resolve("x").toString(), "--listen=0").failsWith(26, "does not exist");
        Cli.run("replay", "/", "--listen=0").failsWith(26, "file (/) is a directory");
        Cli.run("replay", "-", "--listen=0").failsWith(2, "needs a file");
        Path foreign = Files.writeString(directory.resolve("foreign"), "foreign\n");
        Cli.run("replay", foreign.toString(), "--listen=0").failsWith(1, "this is not a recording");
    }

    /** Records {@code get} over HTTPS. Returns the URL. */
    private String recordGet(Path file) throws Exception {
        TestPki pki = TestPki.create();
        try (PlainServer peer = PlainServer.listening()) {
            peer.serveTls(pki.issue("localhost").serverContext(), Http.respond(RESPONSE));
            String url = "https://localhost:" + peer.port() + "/page";
            Cli.run(
                            "get",
                            "--record",
                            file.toString(),
                            "--cacert",
                            pki.writePem(directory).toString(),
                            url)
                    .succeeds();
            return url;
        }
    }

    private static String curl(String url) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("curl", "-s", "-S", "--max-time", "20", url)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("curl is not installed: " + e.getMessage());
            throw e;
        }
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), UTF_8);
        }
    }

    /** Runs the command on a separate thread, until it is interrupted. */
    private static final class Server implements AutoCloseable {
        final String address;
        private final CountDownLatch errorLine = new CountDownLatch(1);
        private final ByteArrayOutputStream err = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (toString(UTF_8).endsWith("\n")) {
                    errorLine.countDown();
                }
            }
        };
        private final Background<Integer> run;

        Server(String... args) throws Exception {
            PipedInputStream in = new PipedInputStream();
            PipedOutputStream out = new PipedOutputStream(in);
            run = Background.run(() -> Main.run(args, InputStream.nullInputStream(), out, err));
            String line = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
            assertThat(line).as(err.toString(UTF_8)).startsWith("listening on ");
            address = line.substring("listening on ".length());
        }

        void awaitErrorLine() throws InterruptedException {
            assertThat(errorLine.await(20, TimeUnit.SECONDS)).isTrue();
        }

        String stop() throws Exception {
            run.thread().interrupt();
            assertThat(run.get()).isZero();
            return err.toString(UTF_8);
        }

        @Override
        public void close() throws Exception {
            run.thread().interrupt();
            run.get();
        }
    }
}
