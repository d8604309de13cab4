// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain HTTP with nginx. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class NginxTest {
    @RegisterExtension
    static final Shared<NginxServer> SHARED = new Shared<>(NginxServer.class, NginxServer::new);

    @Parameter
    Backend backend;

    private NginxServer nginx;

    @BeforeEach
    void start() {
        nginx = SHARED.get();
    }

    @Test
    void downloads_up_to_the_end_of_the_stream() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            stream.write(Http.head("GET /large", "Connection: close"));
            byte[] answer = stream.inputStream().readAllBytes();
            String head = new String(answer, 0, 1000, ISO_8859_1);
            int body = head.indexOf("\r\n\r\n") + 4;
            assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nServer: nginx");
            assertThat(answer).hasSize(body + Payload.LARGE);
            assertThat(answer).endsWith(Payload.random(Payload.LARGE));
            assertThat(stream.read()).as("end of stream, again").isEmpty();
        }
    }

    @Test
    void uploads() throws IOException {
        byte[] data = Payload.random(Payload.LARGE + 1);
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            String name = "up/" + backend.spec().replace(':', '-');
            assertThat(new Http(stream).put("/" + name, data).statusLine()).isEqualTo("HTTP/1.1 201 Created");
            assertThat(Files.readAllBytes(nginx.file(name))).isEqualTo(data);
        }
    }

    @Test
    void one_connection_serves_many_requests() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            Http http = new Http(stream);
            String sum = Payload.sha256(Payload.random(384 * 1024));
            for (int i = 0; i < 10; i++) {
                assertThat(Payload.sha256(http.get("/medium").body())).isEqualTo(sum);
                assertThat(http.get("/missing").statusLine()).isEqualTo("HTTP/1.1 404 Not Found");
            }
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            ByteArrayOutputStream requests = new ByteArrayOutputStream();
            for (int i = 0; i < 50; i++) {
                requests.write(Http.head("GET /medium", "Range: bytes=" + 1000 * i + "-" + (1000 * i + 999)));
            }
            stream.write(requests.toByteArray());
            Http http = new Http(stream);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int i = 0; i < 50; i++) {
                Http.Answer answer = http.answer();
                assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 206 Partial Content");
                body.write(answer.body());
            }
            assertThat(Payload.random(384 * 1024)).startsWith(body.toByteArray());
            assertThat(body.size()).isEqualTo(50_000);
        }
    }

    @Test
    void the_server_sees_the_address_that_the_stream_tells() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            String seen = new Http(stream).get("/who").text();
            if (backend.isUnix()) {
                assertThat(seen).startsWith("unix:");
            } else {
                InetSocketAddress client = (InetSocketAddress)
                        stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElseThrow();
                assertThat(seen).isEqualTo("127.0.0.1:" + client.getPort());
            }
        }
    }
}
