// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.BlockingBackend;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.recording.format.Tshark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One program, run with the blocking and with the asynchronous half, gives the same recording. */
class SameRecordingTest {
    /** The parts that differ between two runs: times, ports, certificates, and the name of the recorded backend. */
    private static final Pattern OF_THIS_RUN = Pattern.compile(
            "\"(time|begin|lookedUp|created|recording|backend)\":\"[^\"]*\"|\"port\":\\d+|\"certificates\":\\[[^]]*]"
                    + "|(?<=127\\.0\\.0\\.1:)\\d+|(?<=host )\\S+ \\d+|\\d\\d:\\d\\d:\\d\\d[.\\d]*|(backend: ).*|\\d{4}-\\d\\d-\\d\\dT\\S*");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = RecordingFormat.class,
            names = {"TEXT", "HEX", "NDJSON"})
    void bothHalvesWriteTheSame(RecordingFormat format) throws Exception {
        Path blocking = record(format, SameRecordingTest::blocking);
        Path async = record(format, SameRecordingTest::async);
        Path overThreads = record(format, SameRecordingTest::overThreads);

        assertThat(lines(async)).isEqualTo(lines(blocking)).hasSizeGreaterThan(20);
        assertThat(lines(overThreads)).isEqualTo(lines(blocking));
    }

    @Test
    void bothHalvesMakeTheSamePackets() throws Exception {
        Tshark blocking = new Tshark(record(RecordingFormat.PCAPNG, SameRecordingTest::blocking));
        Tshark async = new Tshark(record(RecordingFormat.PCAPNG, SameRecordingTest::async));

        async.assertFlawless();
        assertThat(packets(async)).isEqualTo(packets(blocking)).hasSizeGreaterThan(20);
    }

    private static List<String> packets(Tshark tshark) throws Exception {
        return tshark
                .fields("tcp", "tcp.stream", "tcp.flags.str", "tcp.seq", "tcp.ack", "tcp.payload", "frame.comment")
                .stream()
                .map(line -> OF_THIS_RUN.matcher(line).replaceAll("*"))
                .toList();
    }

    private static List<String> lines(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .map(line -> OF_THIS_RUN.matcher(line).replaceAll("*"))
                .toList();
    }

    private Path record(RecordingFormat format, Function<Recorder, NetworkBackendInterface> backend) throws Exception {
        Path file = Files.createTempFile(directory, "record", "." + format.name());
        try (FileRecorder recorder =
                FileRecorder.builder(file.toString()).format(format).open()) {
            new RecordedProgram(backend.apply(recorder)).run();
        }
        return file;
    }

    private static NetworkBackendInterface blocking(Recorder recorder) {
        return new RecordingBackend(new NioBackend(), recorder);
    }

    private static NetworkBackendInterface async(Recorder recorder) {
        return BlockingBackend.of(new AsyncRecordingBackend(new AsyncNioBackend(), recorder));
    }

    private static NetworkBackendInterface overThreads(Recorder recorder) {
        return BlockingBackend.of(
                new AsyncRecordingBackend(AsyncNetworkBackend.overThreads(new NioBackend()), recorder));
    }
}
