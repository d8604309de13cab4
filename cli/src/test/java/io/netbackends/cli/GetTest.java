// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.PlainServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetTest {
    /** Larger than all buffers, and with every byte value. */
    private static final byte[] LARGE = random(3_000_017);

    @Test
    void sends_a_request_as_the_url_says() throws Exception {
        BlockingQueue<List<String>> requests = new ArrayBlockingQueue<>(1);
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                requests.add(Http.readRequest(socket.getInputStream()));
                socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(ISO_8859_1));
            });
            Cli.run("get", "http://localhost:" + peer.port() + "//a/%2e?b=c").succeeds();
            assertThat(requests.poll(10, TimeUnit.SECONDS))
                    .containsExactly(
                            "GET //a/%2e?b=c HTTP/1.1",
                            "Host: localhost:" + peer.port(),
                            "User-Agent: netbackends",
                            "Accept: */*",
                            "Connection: close");
        }
    }

    @Test
    void writes_a_body_with_a_length_byte_for_byte() throws Exception {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE.length + "\r\n\r\n").getBytes(ISO_8859_1);
        assertThat(bodyOf(concat(head, LARGE))).isEqualTo(LARGE);
    }

    @Test
    void writes_a_chunked_body_byte_for_byte() throws Exception {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
        for (int from = 0, size = 1;
                from < LARGE.length;
                from += size, size = Math.min(2 * size + 3, LARGE.length - from)) {
            response.writeBytes((Integer.toHexString(size) + ";extension=1\r\n").getBytes(ISO_8859_1));
            response.write(LARGE, from, size);
            response.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        response.writeBytes("0\r\nTrailer: x\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(bodyOf(response.toByteArray())).isEqualTo(LARGE);
    }

    @Test
    void writes_a_body_that_lasts_until_the_connection_closes() throws Exception {
        assertThat(bodyOf(concat("HTTP/1.0 200 OK\r\n\r\n".getBytes(ISO_8859_1), LARGE)))
                .isEqualTo(LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "recording:nio"})
    void tells_when_lookup_connect_and_first_byte_were_done_if_it_is_told_to(String backend) throws Exception {
        for (String half : List.of("--include", "--async")) {
            try (PlainServer peer = PlainServer.listening()) {
                peer.serve(Http.respond("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
                Cli cli = Cli.run("get", "-v", half, "--backend", backend, "http://localhost:" + peer.port() + "/");
                assertThat(cli.exitCode()).isZero();
                assertThat(cli.err().lines().filter(line -> line.startsWith("* ")))
                        .allSatisfy(line -> assertThat(line).matches("\\* +[0-9]+\\.[0-9]{3} ms  .*"))
                        .extracting(line -> line.substring(line.indexOf("ms  ") + 4))
                        .containsSubsequence(
                                "connected to 127.0.0.1:" + peer.port(),
                                "first byte received",
                                "closed, 40 bytes received")
                        .anyMatch(line -> line.startsWith("looked up localhost: "));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio"})
    void makes_asynchronous_calls_if_it_is_told_to(String backend) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(Http.respond("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
            Cli cli = Cli.run("get", "--async", "--backend", backend, "http://localhost:" + peer.port() + "/");
            assertThat(cli.succeeds().out()).isEqualTo("ok");
        }
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent())) {
            Cli.run("get", "--async", "--timeout", "0.3", "http://localhost:" + peer.port() + "/")
                    .failsWith(28, "0.3 s");
        }
    }

    @Test
    void stops_at_the_length_although_the_connection_stays_open() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                Http.respond("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokand more")
                        .run(socket);
                PlainServer.silent().run(socket);
            });
            assertThat(get(peer).succeeds().out()).isEqualTo("ok");
        }
    }

    @Test
    void writes_each_piece_as_soon_as_it_is_there() throws Exception {
        BlockingQueue<String> written = new ArrayBlockingQueue<>(10);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                written.add(new String(bytes, offset, length, ISO_8859_1));
            }
        };
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                Http.respond("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfirst")
                        .run(socket);
                assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
                socket.getOutputStream().write("last".getBytes(ISO_8859_1));
            });
            int exitCode =
                    Cli.run(InputStream.nullInputStream(), out, OutputStream.nullOutputStream(), "get", url(peer));
            assertThat(exitCode).isZero();
            assertThat(written).containsExactly("last");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 404, 500})
    void any_status_is_success_and_redirects_are_not_followed(int status) throws Exception {
        String head = "HTTP/1.1 " + status + " So it is\r\nLocation: http://localhost:1/\r\nContent-Length: 4\r\n\r\n";
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(Http.respond(head + "body"));
            assertThat(get(peer).succeeds().out()).isEqualTo("body");
            assertThat(get(peer, "-i").succeeds().out()).isEqualTo(head + "body");
            assertThat(get(peer, "--include").succeeds().out()).isEqualTo(head + "body");
        }
    }

    @Test
    void headers_are_shown_as_they_came() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nx-ODD:   spaces  \r\nSet-Cookie: a=b\r\nset-cookie: c=\u00e4\r\n\r\n";
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(Http.respond(head));
            byte[] out = get(peer, "-i").succeeds().outBytes();
            assertThat(new String(out, ISO_8859_1).lines().map(String::stripTrailing))
                    .containsExactly(
                            "HTTP/1.1 200 OK", "x-ODD:   spaces", "Set-Cookie: a=b", "set-cookie: c=\u00e4", "");
        }
    }

    @Test
    void interim_responses_are_passed_over() throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(Http.respond(interim + interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
            assertThat(get(peer).succeeds().out()).isEqualTo("ok");
        }
    }

    @Test
    void switching_protocols_is_a_final_response_without_a_body() throws Exception {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n";
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                Http.respond(head + "no HTTP").run(socket);
                PlainServer.silent().run(socket);
            });
            assertThat(get(peer, "-i").succeeds().out()).isEqualTo(head);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 10~~12345 | 12345 | Premature end of Content-Length",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~a~12345 | 12345 | Truncated chunk",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~12345~ | 12345 | closing chunk expected",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~12345~zz~ | 12345 | Bad chunk header: zz",
                "HTTP/1.1 200 OK~Content-Length: -1~~12345 | '' | this is not an HTTP response: ",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~12345~0~ | 12345 | before the end of its chunks",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~12345~0 | 12345 | before the end of its chunks",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~12345~0~Trailer: x~ | 12345 | before the end of its chunks",
                "HTTP/1.1 200 OK~Content-Le | '' | this is not an HTTP response: ",
                "HTTP/1.1 200 | '' | the connection ended within its headers",
                "HTTP/1.1 200 OK~ | '' | the connection ended within its headers",
                "HTTP/1.1 200 OK~Content-Length: 1 | '' | the connection ended within its headers",
                "HTTP/1.1 200 OK~Content-Length: 0~ | '' | the connection ended within its headers",
                "HTTP/1.1 100 Continue~~ | '' | closed the connection without a response",
                "HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~ | '' | the connection ended within its headers",
                "HTTP/1.1 099 No~~HTTP/1.1 200 OK~~ | '' | must not be below 100",
                "SSH-2.0-OpenSSH_9.2~ | '' | this is not an HTTP response: ",
                "'' | '' | closed the connection without a response",
            })
    void what_is_cut_short_or_broken_is_a_receive_error(String response, String body, String what) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(Http.respond(response.replace("~", "\r\n")));
            Cli cli = get(peer)
                    .failsWith(56, "localhost:" + peer.port() + ": receiving failed: ", what == null ? "" : what);
            assertThat(cli.out()).isEqualTo(body);
        }
    }

    @Test
    void a_reset_is_a_receive_error() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                Http.respond("HTTP/1.1 200 OK\r\n\r\nsome").run(socket);
                PlainServer.reset(socket);
            });
            get(peer).failsWith(56, "localhost:" + peer.port(), "Connection reset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe", "Pipe closed"})
    void no_message_if_the_reader_of_the_output_has_gone(String reason) throws Exception {
        Failed failed = getInto(new FailingOutput(reason));
        assertThat(failed.exitCode).isEqualTo(23);
        assertThat(failed.err).isEmpty();
    }

    @Test
    void a_full_disk_is_an_error() throws Exception {
        Failed failed = getInto(new FailingOutput("No space left on device"));
        assertThat(failed.exitCode).isEqualTo(23);
        assertThat(failed.err)
                .isEqualTo("netbackends: standard output: No space left on device" + System.lineSeparator());
    }

    private record Failed(int exitCode, String err) {}

    private static Failed getInto(OutputStream out) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(Http.respond("HTTP/1.1 200 OK\r\n\r\nbody"));
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int exitCode = Cli.run(InputStream.nullInputStream(), out, err, "get", url(peer));
            return new Failed(exitCode, err.toString(StandardCharsets.UTF_8));
        }
    }

    private static final class FailingOutput extends OutputStream {
        private final String reason;

        FailingOutput(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }

    private static byte[] bodyOf(byte[] response) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(Http.respond(response));
            return get(peer).succeeds().outBytes();
        }
    }

    private static Cli get(PlainServer peer, String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "get";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = url(peer);
        return Cli.run(args);
    }

    private static String url(PlainServer peer) {
        return "http://localhost:" + peer.port() + "/";
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
