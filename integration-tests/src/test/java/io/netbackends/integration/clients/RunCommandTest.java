// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.cli.Main;
import io.netbackends.integration.NginxServer;
import io.netbackends.integration.Programs;
import io.netbackends.integration.RunningProgram;
import io.netbackends.integration.Shared;
import io.netbackends.integration.WithinDeadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code netbackends run --record x.pcapng -- java …}: Wireshark reads the recording of an unchanged program. */
@ExtendWith(WithinDeadline.class)
class RunCommandTest {
    @RegisterExtension
    static final Shared<NginxServer> NGINX = new Shared<>(NginxServer.class, NginxServer::new);

    @TempDir
    Path directory;

    @Test
    void request_over_tls_is_there_in_plaintext_without_its_credentials() throws IOException {
        String tshark = Programs.require("tshark", "tshark");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path packets = directory.resolve("x.pcapng");
        List<String> command = List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--agent",
                Programs.requireAgent().toString(),
                "--record",
                packets.toString(),
                "--",
                java,
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore=" + TrustStore.write(directory),
                "-Djavax.net.ssl.trustStorePassword=" + TrustStore.PASSWORD,
                "-cp",
                AgentJvm.classPath(),
                UnchangedProgram.class.getName(),
                "https://localhost:" + NGINX.get().tls13.port() + "/hello");
        try (RunningProgram run = RunningProgram.start(command)) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo("hello by HTTP/1.1".length());
        }

        List<String> dissect = List.of(
                tshark,
                "-n",
                "-r",
                packets.toString(),
                "-d",
                "tcp.port==" + NGINX.get().tls13.port() + ",http",
                "-Y",
                "http.request",
                "-T",
                "fields",
                "-e",
                "http.request.full_uri",
                "-e",
                "http.authorization");
        try (RunningProgram shown = RunningProgram.startForData(dissect)) {
            assertThat(new String(shown.awaitSuccess(), US_ASCII).strip())
                    .isEqualTo("http://localhost:" + NGINX.get().tls13.port() + "/hello\t*************");
        }
    }
}
