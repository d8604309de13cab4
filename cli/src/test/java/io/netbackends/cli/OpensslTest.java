// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a TLS implementation other than the JDK's. */
class OpensslTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    Path directory;

    @BeforeAll
    static void needs_openssl() throws Exception {
        boolean installed;
        try {
            Process process = new ProcessBuilder("openssl", "version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            installed = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            installed = false;
        }
        assumeTrue(installed, "the command openssl is not installed");
    }

    @Test
    void gets_the_status_page_of_s_server() throws Exception {
        Identity identity = PKI.issue("localhost");
        for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
            Process server = start(
                    "openssl",
                    "s_server",
                    "-www",
                    "-accept",
                    "127.0.0.1:0",
                    version,
                    "-cert",
                    identity.writeCertificateChainPem(directory).toString(),
                    "-key",
                    identity.writeKeyPem(directory).toString());
            try {
                String url = "https://localhost:" + port(server) + "/";
                Cli cli =
                        Cli.run("get", "-i", "--cacert", PKI.writePem(directory).toString(), url);
                assertThat(cli.succeeds().out())
                        .startsWith("HTTP/1.0 200 ok\r\n")
                        .contains("s_server")
                        .containsIgnoringCase("</html>");
                Cli.run("get", url).failsWith(60, "certificate is not trusted");
            } finally {
                server.destroyForcibly().waitFor();
            }
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The line is "ACCEPT 127.0.0.1:34567". */
    private static int port(Process server) throws IOException {
        BufferedReader output = server.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ACCEPT ")) {
                return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            }
        }
        throw new AssertionError("openssl s_server did not start");
    }
}
