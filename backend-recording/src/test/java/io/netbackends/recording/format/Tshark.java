// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Reads a file with Wireshark's command line. If it is not installed, the test is skipped. */
public final class Tshark {
    private final Path file;

    public Tshark(Path file) {
        this.file = file;
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark"))),
                "no tshark here");
    }

    /** Returns the values of fields, one line per packet, separated by tabs. Verifies checksums. */
    public List<String> fields(String filter, String... fields) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Y", filter, "-T", "fields"));
        for (String field : fields) {
            arguments.add("-e");
            arguments.add(field);
        }
        return run(arguments).lines().toList();
    }

    /** Asserts that no packet is malformed, has a wrong checksum, or is flagged by the TCP analysis. */
    public void assertFlawless() throws Exception {
        String flaws = "_ws.malformed || tcp.analysis.flags || (_ws.expert.severity >= 0x600000 && !tcp.connection.rst)"
                + " || ip.checksum.status == 0 || tcp.checksum.status == 0";
        assertThat(run(List.of("-Y", flaws))).isEmpty();
    }

    /** Returns the bytes of a TCP connection, numbered from 0: the client's, then the server's. */
    public List<byte[]> follow(int stream) throws Exception {
        StringBuilder client = new StringBuilder();
        StringBuilder server = new StringBuilder();
        run(List.of("-q", "-z", "follow,tcp,raw," + stream)).lines().forEach(line -> {
            if (line.matches("\t[0-9a-f]+")) {
                server.append(line.substring(1));
            } else if (line.matches("[0-9a-f]+")) {
                client.append(line);
            }
        });
        return List.of(HexFormat.of().parseHex(client), HexFormat.of().parseHex(server));
    }

    public String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "tshark",
                "-n",
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-r",
                file.toString()));
        command.addAll(arguments);
        Path err = Files.createTempFile(file.getParent(), "tshark", ".txt");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", Files.readString(err)).isZero();
        return out;
    }
}
