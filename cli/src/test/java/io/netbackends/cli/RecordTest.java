// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--debug", "--backend=socket", "-Dnetbackends.backend=socket"})
    void record_shows_the_plaintext_of_whatever_backend_is_chosen(String choice) throws Exception {
        TestPki pki = TestPki.create();
        Path file = directory.resolve("recording.txt");
        try (PlainServer peer = PlainServer.listening()) {
            peer.serveTls(
                    pki.issue("localhost").serverContext(),
                    Http.respond("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
            String url = "https://localhost:" + peer.port() + "/";
            Cli cli = Cli.run(
                    "get",
                    choice,
                    "--record",
                    file.toString(),
                    "--cacert",
                    pki.writePem(directory).toString(),
                    url);
            assertThat(cli.succeeds().out()).isEqualTo("ok");
        }
        assertThat(Files.readAllLines(file)).contains("[1] >>> GET / HTTP/1.1", "[1] <<< HTTP/1.1 200 OK");
    }

    @Test
    void a_file_that_cannot_be_written_is_wrong_usage_of_the_option() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        String cannot = ") cannot be written: ";
        record(
                directory.resolve("missing/a.txt"),
                directory + "/missing/a.txt" + cannot,
                "its directory does not exist");
        record(directory, directory + cannot, "is a directory");
        record(file.resolve("a.txt"), file + "/a.txt" + cannot, "directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.pcap", "x.json", "x.har", "x.jsonl"})
    void an_extension_of_a_format_that_is_not_written_is_refused_before_anything_is_sent(String name) {
        Path file = directory.resolve(name);
        Cli.run("get", "--record", file.toString(), "http://localhost:1/")
                .failsWith(2, "--record: file (" + file + ")", "did you mean .");
        assertThat(file).doesNotExist();
        Cli.run("get", "--record", file.toString(), "-Dnetbackends.recording.format=text", "http://localhost:1/")
                .failsWith(7);
        assertThat(file).exists();
    }

    @Test
    void a_misspelled_setting_is_an_error_before_anything_is_sent() {
        Cli.run("get", "-Dnetbackends.recording.formt=hex", "--record", directory + "/a", "http://localhost:1/")
                .failsWith(2, "netbackends.recording.formt", "did you mean netbackends.recording.format?");
        assertThat(directory).isEmptyDirectory();
    }

    private static void record(Path file, String... what) {
        Cli cli = Cli.run("get", "--record", file.toString(), "http://localhost:1/")
                .failsWith(2, "--record: file (");
        assertThat(cli.err()).contains(what).doesNotContain("netbackends.recording.file", "Exception");
    }

    @Test
    void a_percent_sign_in_the_name_is_written_twice() {
        Path file = directory.resolve("50%.txt");
        Cli.run("get", "--record", file.toString(), "http://localhost/")
                .failsWith(2, "file name (" + file + ") must not have \"%.\": ", "%p the PID", "%% a percent sign");
        assertThat(file).doesNotExist();
        assertThat(Cli.run("get", "--help").out()).contains("%p the PID").containsPattern("%%\\s+a\\s+percent");

        Cli.run("get", "--record", directory.resolve("50%%.txt").toString(), "http://localhost:1/")
                .failsWith(7);
        assertThat(file).exists();
    }
}
