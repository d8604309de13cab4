// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowTest {
    @TempDir
    Path directory;

    @Test
    void shows_a_recording_as_text() throws Exception {
        Cli cli = show(RecordingFile.begin().exchange(1, "GET /\r\n", "ok\n\u001b[0m"));
        assertThat(cli.succeeds().out().lines())
                .containsExactly(
                        "[1] --- connected to 127.0.0.1:80",
                        "[1] >>> GET /",
                        "[1] <<< ok",
                        "[1] <<< \ufffd[0m",
                        "[1] --- closed");
    }

    @Test
    void shows_bytes_in_hexadecimal() throws Exception {
        Cli cli = show(RecordingFile.begin().exchange(1, "GET /", "ok"), "--hex");
        assertThat(cli.succeeds().out()).contains("[1] >>> 00000000", "47 45 54 20 2f", "|GET /|");
    }

    @Test
    void shows_when_calls_began_and_when_milestones_were_reached() throws Exception {
        RecordingFile recording = RecordingFile.begin()
                .event(
                        1,
                        "open",
                        ",\"begin\":\"2026-11-21T15:59:59.9Z\",\"lookedUp\":\"2026-11-21T15:59:59.95Z\",\"role\":\"client\","
                                + "\"backend\":\"x\",\"remote\":{\"host\":\"127.0.0.1\",\"port\":80}")
                .data(1, "read", "ok\n")
                .event(1, "close", "");
        assertThat(show(recording, "--time").succeeds().out().lines())
                .containsExactly(
                        "2026-11-21T15:59:59.900000Z [1] --- connected to 127.0.0.1:80 (100.000 ms)",
                        "2026-11-21T16:00:00.000000Z [1] <<< ok",
                        "2026-11-21T16:00:00.000000Z [1] --- closed; since the start: lookup 50.000 ms, "
                                + "connect 100.000 ms, first byte 100.000 ms, closed 100.000 ms");
        assertThat(show(recording, "--time", "--color", "always").succeeds().out())
                .contains("00Z [1] \u001b[32m<<< ok");
        show(recording, "--time", "--hex").failsWith(2, "--time and --hex");
    }

    @Test
    void shows_the_connections_that_are_asked_for() throws Exception {
        RecordingFile recording = RecordingFile.begin();
        for (int i = 1; i <= 3; i++) {
            recording.exchange(i, "request " + i, "response " + i);
        }
        Cli cli = show(recording, "--connection", "1", "--connection=3");
        assertThat(cli.succeeds().out()).contains("request 1", "response 3").doesNotContain("[2]");
    }

    @Test
    void colors_lines_by_their_direction_if_told_to() throws Exception {
        RecordingFile recording = RecordingFile.begin().exchange(1, "a < b", "c > d");
        assertThat(show(recording, "--color", "always").succeeds().out().lines())
                .containsExactly(
                        "[1] \u001b[33m--- connected to 127.0.0.1:80\u001b[0m",
                        "[1] \u001b[36m>>> a < b\u001b[0m",
                        "[1] \u001b[32m<<< c > d\u001b[0m",
                        "[1] \u001b[33m--- closed\u001b[0m");
        assertThat(show(recording).succeeds().out()).doesNotContain("\u001b");
        Cli.run("show", "--color", "red", "x").failsWith(2, "--color");
    }

    @Test
    void shows_what_comes_before_the_damage_and_where_that_is() throws Exception {
        RecordingFile recording = RecordingFile.begin()
                .event(1, "open", ",\"role\":\"client\",\"backend\":\"x\"")
                .data(1, "read", "half a line")
                .line("nonsense")
                .data(1, "read", "more");
        Cli cli = show(recording).failsWith(1, "test.ndjson, line 4: not JSON");
        assertThat(cli.out()).contains("[1] <<< half a line").doesNotContain("more");
    }

    @Test
    void shows_what_comes_before_the_place_where_a_file_was_cut_off() throws Exception {
        Cli cli = show(RecordingFile.begin().exchange(1, "a", "b").raw("{\"time\":"))
                .failsWith(1, "test.ndjson, line 6: the recording is truncated; its last 8 bytes");
        assertThat(cli.out()).contains("[1] --- closed");
    }

    @Test
    void a_dash_is_standard_input() throws Exception {
        byte[] recording = Files.readAllBytes(
                RecordingFile.begin().exchange(1, "GET /", "ok").save(directory));
        assertThat(Cli.run(new ByteArrayInputStream(recording), "show", "-")
                        .succeeds()
                        .out())
                .contains("[1] >>> GET /");
    }

    @Test
    void says_what_is_no_recording() throws Exception {
        Path foreign = Files.write(directory.resolve("foreign.pcapng"), new byte[] {10, 13, 13, 10, 0, 0, 0, 28});
        Cli.run("show", foreign.toString())
                .failsWith(1, "foreign.pcapng, line 1: this is not a recording in the format");
        Cli.run("show", directory.resolve("missing").toString()).failsWith(26, "does not exist");
        Cli.run("show", directory.toString()).failsWith(26, "is a directory");
    }

    @Test
    void progress_is_reported_once_a_second_after_the_first_one() {
        StringWriter err = new StringWriter();
        Iterator<Instant> times = List.of(0, 900, 1000, 1900, 2000).stream()
                .map(millis -> Instant.EPOCH.plusMillis(millis))
                .iterator();
        ProgressLine progress = new ProgressLine(new PrintWriter(err), "show x", times::next);
        for (int mebibytes = 1; mebibytes <= 4; mebibytes++) {
            progress.update(mebibytes * 1024L * 1024, 4L * 1024 * 1024);
        }
        assertThat(err.toString().lines()).containsExactly("show x: 2 of 4 MiB", "show x: 4 of 4 MiB");
    }

    private Cli show(RecordingFile recording, String... options) throws Exception {
        String[] args = new String[options.length + 2];
        args[0] = "show";
        args[1] = recording.save(directory).toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return Cli.run(args);
    }
}
