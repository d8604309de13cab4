// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small HTTP servers of this project, with curl as their client. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class CurlTest {
    private static final byte[] PAGE = Payload.random(Payload.LARGE);

    @Parameter
    Backend backend;

    private ServerDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new ServerDirectory();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    @Test
    void downloads_and_uploads_on_one_connection() throws Exception {
        Path upload = Files.write(directory.resolve("upload"), Payload.random(Payload.LARGE + 1));
        try (OurServer server = new OurServer(backend, CurlTest::serve);
                RunningProgram curl = curl(
                        server,
                        "--output",
                        directory.resolve("page").toString(),
                        "http://localhost/page",
                        "--next", // forgets all options
                        "--silent",
                        reach(server).get(0),
                        reach(server).get(1),
                        "--write-out",
                        " %{http_code} %{num_connects}",
                        "--data-binary",
                        "@" + upload,
                        "http://localhost/sum")) {
            assertThat(curl.awaitSuccess()).asString().isEqualTo(Payload.sha256(Files.readAllBytes(upload)) + " 200 0");
            assertThat(Files.readAllBytes(directory.resolve("page"))).isEqualTo(PAGE);
            server.awaitHandled();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, --tls-max, 1.2", "TLSv1.3, --tlsv1.3, --http1.1"})
    void downloads_over_https(String version, String option, String argument) throws Exception {
        try (OurServer server = new OurServer(backend, stream -> {
                    stream.startTls(Tls.server(Tls.SERVER.serverContext()));
                    assertThat(Tls.session(stream).getProtocol()).isEqualTo(version);
                    serve(stream);
                });
                RunningProgram curl = curl(
                        server,
                        "--cacert",
                        Tls.PKI.writePem(directory.path()).toString(),
                        "--output",
                        directory.resolve("page").toString(),
                        "--write-out",
                        "%{http_code} %{ssl_verify_result} %{size_download}",
                        option,
                        argument,
                        "https://localhost/page")) {
            assertThat(curl.awaitSuccess()).asString().isEqualTo("200 0 " + PAGE.length);
            assertThat(Files.readAllBytes(directory.resolve("page"))).isEqualTo(PAGE);
            server.awaitHandled();
        }
    }

    @Test
    void shows_its_certificate() throws Exception {
        SSLContext context = Tls.SERVER.serverContextTrusting(Tls.PKI);
        try (OurServer server = new OurServer(backend, stream -> {
                    SSLEngine engine = Tls.server(context);
                    engine.setNeedClientAuth(true);
                    stream.startTls(engine);
                    assertThat(Tls.session(stream).getPeerPrincipal().getName()).isEqualTo("CN=client.test");
                    serve(stream);
                });
                RunningProgram curl = curl(
                        server,
                        "--cacert",
                        Tls.PKI.writePem(directory.path()).toString(),
                        "--cert",
                        Tls.CLIENT.writeCertificateChainPem(directory.path()).toString(),
                        "--key",
                        Tls.CLIENT.writeKeyPem(directory.path()).toString(),
                        "--data",
                        "hello",
                        "https://localhost/sum")) {
            assertThat(curl.awaitSuccess()).asString().isEqualTo(Payload.sha256("hello".getBytes(ISO_8859_1)));
            server.awaitHandled();
        }
    }

    @Test
    void refuses_a_certificate_that_it_does_not_trust() throws Exception {
        try (OurServer server =
                        new OurServer(backend, stream -> stream.startTls(Tls.server(Tls.SERVER.serverContext())));
                RunningProgram curl = curl(server, "https://localhost/page")) {
            assertThat(curl.awaitExit()).as(curl.output()).isEqualTo(60); // peer certificate cannot be authenticated
            assertThat(server.awaitFailure()).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void a_download_that_is_killed_resets_the_writer(String scheme) throws Exception {
        try (OurServer server = new OurServer(backend, stream -> {
                    if (scheme.equals("https")) {
                        stream.startTls(Tls.server(Tls.SERVER.serverContext()));
                    }
                    assertThat(Lines.read(stream)).startsWith("GET ");
                    Lines.write(stream, "HTTP/1.1 200 OK\r\n");
                    for (; ; ) {
                        stream.write(ByteBuffer.allocate(100_000));
                    }
                });
                RunningProgram curl = curl(server, "--insecure", "--no-buffer", scheme + "://localhost/page")) {
            curl.awaitOutput("\0");
            curl.kill();
            assertThat(server.awaitFailure())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessageStartingWith("write to ")
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    private static void serve(NetworkStreamInterface stream) throws IOException {
        for (String request = Lines.read(stream); request != null; request = Lines.read(stream)) {
            int length = 0;
            for (String header = Lines.read(stream); !header.isEmpty(); header = Lines.read(stream)) {
                if (header.equalsIgnoreCase("Expect: 100-continue")) {
                    Lines.write(stream, "HTTP/1.1 100 Continue\r\n");
                }
                if (header.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(header.substring("Content-Length: ".length()));
                }
            }
            byte[] body = stream.inputStream().readNBytes(length);
            byte[] answer =
                    request.startsWith("GET ") ? PAGE : Payload.sha256(body).getBytes(ISO_8859_1);
            Lines.write(stream, "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length + "\r\n");
            stream.write(answer);
        }
    }

    private static RunningProgram curl(OurServer server, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(Programs.require("curl", "curl"), "--silent", "--show-error", "--max-time", "30"));
        command.addAll(reach(server));
        command.addAll(List.of(arguments));
        return RunningProgram.startForData(command);
    }

    private static List<String> reach(OurServer server) {
        Endpoint endpoint = server.endpoint();
        return endpoint.path() == null
                ? List.of("--connect-to", "::127.0.0.1:" + endpoint.port())
                : List.of("--unix-socket", endpoint.path().toString());
    }
}
