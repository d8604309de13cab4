// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.testsupport.Background;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"a.txt,[1] >>> GET /", "a.log,[1] <<< ok", "a.hex,|GET /|", "a.ndjson,netbackends-ndjson"})
    void the_ending_tells_the_format(String name, String content) throws Exception {
        Path out = directory.resolve(name);
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), out).succeeds();
        assertThat(out).content().contains(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
    }

    @Test
    void ndjson_stays_what_it_is() throws Exception {
        Path first = directory.resolve("first.ndjson");
        convert(RecordingFile.begin().exchange(1, "GET /", "ok").exchange(2, "a", "b"), first)
                .succeeds();
        Path second = directory.resolve("second.ndjson");
        Cli.run("convert", first.toString(), second.toString()).succeeds();
        assertThat(second).hasSameTextualContentAs(first);
        assertThat(first).content().hasLineCount(9);
    }

    @Test
    void packets_are_packets() throws Exception {
        Path out = directory.resolve("a.pcapng");
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), out).succeeds();
        assertThat(Files.readAllBytes(out)).startsWith(0x0a, 0x0d, 0x0d, 0x0a);
    }

    @Test
    void what_exists_is_replaced_by_force_alone_and_the_source_never() throws Exception {
        Path out = Files.writeString(directory.resolve("a.txt"), "precious");
        RecordingFile recording = RecordingFile.begin().exchange(1, "GET /", "ok");
        convert(recording, out).failsWith(23, "a.txt) exists; --force replaces it");
        assertThat(out).hasContent("precious");
        convert(recording, out, "--force").succeeds();
        assertThat(out).content().contains("GET /");
        convert(recording, directory.resolve("test.ndjson"), "--force").failsWith(2, "must not be the input file");
    }

    @Test
    void what_was_to_be_replaced_stays_where_nothing_takes_its_place() throws Exception {
        Path out = Files.writeString(directory.resolve("a.txt"), "precious");
        Path foreign = Files.writeString(directory.resolve("foreign"), "GET / HTTP/1.1\n");
        Path empty = Files.createFile(directory.resolve("empty"));
        Cli.run("convert", foreign.toString(), out.toString(), "--force")
                .failsWith(1, "line 1: this is not a recording");
        Cli.run("convert", empty.toString(), out.toString(), "--force");
        assertThat(out).hasContent("precious");
        assertThat(directory)
                .isDirectoryNotContaining(file -> !Set.of(out, foreign, empty).contains(file));
    }

    @Test
    void what_cannot_be_replaced_stays_and_nothing_is_left_beside_it() throws Exception {
        Path out = Files.createDirectory(directory.resolve("a.txt"));
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), out, "--force")
                .failsWith(23, "a.txt) cannot be written: is a directory");
        assertThat(out).isEmptyDirectory();
        assertThat(directory).isDirectoryNotContaining(file -> !file.equals(out) && !file.endsWith("test.ndjson"));
    }

    @Test
    void a_damaged_file_replaces_as_far_as_it_goes_and_for_its_owner_alone() throws Exception {
        Path out = Files.writeString(directory.resolve("a.txt"), "old");
        convert(RecordingFile.begin().exchange(1, "GET /", "ok").line("?"), out, "--force")
                .failsWith(1, "test.ndjson, line 6: not JSON");
        assertThat(out).content().contains("GET /", "closed").doesNotContain("old");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_file_is_converted_as_far_as_it_goes() throws Exception {
        Path out = directory.resolve("a.txt");
        convert(RecordingFile.begin().exchange(1, "GET /", "ok").line("?"), out)
                .failsWith(1, "test.ndjson, line 6: not JSON");
        assertThat(out).content().contains("GET /", "closed");
    }

    @Test
    void a_foreign_file_leaves_none() throws Exception {
        Path out = directory.resolve("a.txt");
        Path foreign = Files.writeString(directory.resolve("foreign"), "GET / HTTP/1.1\n");
        Cli.run("convert", foreign.toString(), out.toString()).failsWith(1, "line 1: this is not a recording");
        assertThat(out).doesNotExist();
    }

    @Test
    void says_which_file_is_missing_and_writes_none() {
        Path out = directory.resolve("a.txt");
        Cli.run("convert", directory.resolve("missing").toString(), out.toString())
                .failsWith(26, "missing) does not exist");
        assertThat(out).doesNotExist();
    }

    @Test
    void says_where_it_cannot_write() throws Exception {
        convert(RecordingFile.begin(), directory.resolve("no/a.txt"))
                .failsWith(23, "no/a.txt) cannot be written: its directory does not exist");
    }

    @Test
    void a_symbolic_link_stays_and_what_it_leads_to_is_replaced() throws Exception {
        Path target = Files.writeString(directory.resolve("target.txt"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.txt"), Path.of("target.txt"));
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), link, "--force")
                .succeeds();
        assertThat(link).isSymbolicLink();
        assertThat(target).content().contains("GET /");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--force", "--format=text"})
    void a_pipe_stays_a_pipe(String option) throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        Background<String> reader = Background.run(() -> Files.readString(pipe));
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), pipe, option).succeeds();
        assertThat(reader.get()).contains("[1] >>> GET /");
        assertThat(Files.readAttributes(pipe, "isOther")).containsEntry("isOther", true);
    }

    @Test
    void a_device_stays_a_device() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("null"), Path.of("/dev/null"));
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), link, "--force")
                .succeeds();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readAttributes(Path.of("/dev/null"), "isOther")).containsEntry("isOther", true);
        Files.delete(link); // JUnit warns of links that lead out of a directory it deletes
        assumeTrue(Files.exists(Path.of("/dev/full")));
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), Path.of("/dev/full"), "--force")
                .failsWith(23, "file (/dev/full): No space left on device");
    }

    @Test
    void a_dash_is_standard_input_or_output() throws Exception {
        Path in = RecordingFile.begin().exchange(1, "GET /", "ok").save(directory);
        for (String out : new String[] {"-", "/dev/stdout"}) {
            assertThat(Cli.run("convert", in.toString(), out).succeeds().out()).contains("[1] >>> GET /");
        }
        assertThat(Cli.run("convert", in.toString(), "-", "--format", "pcapng")
                        .succeeds()
                        .outBytes())
                .startsWith(0x0a, 0x0d, 0x0d, 0x0a);
        Path out = directory.resolve("out.ndjson");
        Cli.run(new ByteArrayInputStream(Files.readAllBytes(in)), "convert", "-", out.toString())
                .succeeds();
        assertThat(out).content().hasLineCount(5).contains("R0VUIC8=");
        assertThat(Path.of("-")).doesNotExist();
        Cli.run(new ByteArrayInputStream("?\n".getBytes(UTF_8)), "convert", "-", "-")
                .failsWith(1, "standard input, line 1: this is not a recording");
    }

    /** A recording truncated by log rotation, or without its first part. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytes_of_a_connection_without_a_beginning_are_converted(boolean isWhole) throws Exception {
        String all = Files.readString(
                RecordingFile.begin().exchange(1, "GET /secret", "found it").save(directory));
        int lineTwo = all.indexOf('\n') + 1;
        int from = isWhole ? all.indexOf('\n', lineTwo) + 1 : lineTwo + 10; // after or within the open line
        Path part = Files.writeString(directory.resolve("part.ndjson"), all.substring(from));
        Path text = directory.resolve("out.txt");
        Path packets = directory.resolve("out.pcapng");
        for (Path out : new Path[] {text, packets}) {
            Cli cli = Cli.run("convert", part.toString(), out.toString());
            if (isWhole) {
                cli.succeeds();
            } else {
                cli.failsWith(1, "part.ndjson: the beginning of the recording is missing");
            }
        }
        assertThat(text).content().contains("[1] >>> GET /secret", "[1] <<< found it");
        assertThat(Files.readString(packets, ISO_8859_1)).contains("GET /secret", "found it");
    }

    @ParameterizedTest
    @CsvSource({"a.pcap,.pcapng", "a.json,.ndjson", "a.har,.ndjson", "a.jsonl,.ndjson"})
    void an_extension_of_a_format_that_is_not_written_is_refused(String name, String meant) throws Exception {
        Path out = directory.resolve(name);
        RecordingFile recording = RecordingFile.begin().exchange(1, "GET /", "ok");
        convert(recording, out).failsWith(2, "file (" + out + ")", "did you mean " + meant + "?", "--format");
        assertThat(out).doesNotExist();
        convert(recording, out, "--format=text").succeeds();
        assertThat(out).content().contains("[1] >>> GET /");
    }

    @Test
    void a_format_that_is_named_goes_before_the_extension() throws Exception {
        Path out = directory.resolve("a.txt");
        convert(RecordingFile.begin().exchange(1, "GET /", "ok"), out, "--format=hex")
                .succeeds();
        assertThat(out).content().contains("|GET /|");
        Cli.run("convert", "x", "y", "--format", "pcap")
                .failsWith(2, "format (pcap) must be one of [text, timed-text, hex, ndjson, pcapng]");
    }

    private Cli convert(RecordingFile recording, Path out, String... options) throws Exception {
        String[] args = new String[options.length + 3];
        args[0] = "convert";
        args[1] = recording.save(directory).toString();
        args[2] = out.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return Cli.run(args);
    }
}
