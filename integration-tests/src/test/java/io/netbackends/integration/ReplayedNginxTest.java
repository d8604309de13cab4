// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.replay.ReplayBackend;
import io.netbackends.replay.ReplayMismatchException;
import io.netbackends.replay.WriteMatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings of nginx, replayed without nginx. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#tcp")
@ExtendWith(WithinDeadline.class)
class ReplayedNginxTest {
    @Parameter
    Backend backend;

    private ServerDirectory directory;
    private Path recording;
    private byte[] page;
    private int plain;
    private int tls;

    @BeforeEach
    void recordAndStopNginx() throws IOException {
        directory = new ServerDirectory();
        recording = directory.resolve("nginx.ndjson");
        try (NginxServer nginx = new NginxServer();
                FileRecorder recorder =
                        FileRecorder.builder(recording.toString()).open()) {
            plain = nginx.plain.port();
            tls = nginx.tls13.port();
            NetworkBackendInterface net = new RecordingBackend(NetworkBackend.named(backend.spec()), recorder);
            page = talk(net);
        }
        assertThat(page).hasSizeGreaterThan(100_000);
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    @Test
    void the_client_that_was_recorded_gets_the_same() throws IOException {
        assertThat(talk(ReplayBackend.of(recording))).isEqualTo(page);
    }

    @Test
    void another_client_is_told() throws IOException {
        ReplayBackend replay = ReplayBackend.of(recording);
        try (NetworkStreamInterface stream = replay.connect("localhost", plain)) {
            assertThatThrownBy(() -> new Http(stream).get("/small"))
                    .isInstanceOf(ReplayMismatchException.class)
                    .hasMessageContaining("byte 5 is not the recorded one");
        }
    }

    @Test
    void curl_gets_it_from_a_server_of_ours() throws Exception {
        ReplayBackend replay = ReplayBackend.builder(recording)
                .lenient(WriteMatcher.http("accept"))
                .repeat()
                .build();
        try (NetworkServer server = NetworkServer.serve(backend.listen(directory), replay.handler(null))) {
            int port = Endpoint.of(server.getLocalAddress()).port();
            for (int i = 0; i < 3; i++) {
                List<String> command = List.of(
                        Programs.require("curl", "curl"),
                        "--silent",
                        "--show-error",
                        "--max-time",
                        "20",
                        "http://127.0.0.1:" + port + "/medium");
                try (RunningProgram curl = RunningProgram.startForData(command)) {
                    assertThat(curl.awaitSuccess()).isEqualTo(page);
                }
            }
        }
    }

    /** Downloads the same file twice: in plaintext, and over TLS. */
    private byte[] talk(NetworkBackendInterface net) throws IOException {
        byte[] body;
        try (NetworkStreamInterface stream = net.connect("localhost", plain)) {
            body = new Http(stream).get("/medium").body();
        }
        try (NetworkStreamInterface stream = net.connect("localhost", tls)) {
            stream.startTls(Tls.client(Tls.PKI.trusting(), "TLSv1.3", "http/1.1"));
            assertThat(Tls.session(stream).getProtocol()).isEqualTo("TLSv1.3");
            assertThat(new Http(stream).get("/medium").body()).isEqualTo(body);
        }
        return body;
    }
}
