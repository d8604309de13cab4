// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.recording.ConnectionInfo;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.recording.Redaction;
import io.netbackends.recording.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A recording is replayed to the same program, with secrets replaced at any position. */
class ReplaySameProgramTest extends ReplayTestBase {
    private static final String BODY = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n";

    private static final List<String> PROGRAMS = List.of(
            "GET / HTTP/1.1\r\nCookie: secret\r\n\r\n",
            "GET / HTTP/1.1\r\nCookie: two words\r\nAuthorization:\tBasic abc\r\n\r\n",
            BODY + "a\nCookie: secret in a body\n",
            BODY + "Cookie: secret without an end",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nCookie: in a trailer\r\n\r\n",
            "GET / HTTP/1.1\r\nCookie: folded\r\n and folded\r\n\tagain\r\nA: b\r\n\r\n",
            "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nCookie: pipelined\r\n\r\n",
            "GET / HTTP/1.1\nCookie: bare LF\n\n",
            "GET / HTTP/1.1\r\nCookie : space\r\n\u000bCookie: tab\r\nCookie:\r\n\r\n",
            "Cookie: another protocol\r\nQUIT\r\n",
            "AUTH\nset-cookie: x\rwith a CR\n");

    private final MemoryBackend net = new MemoryBackend();

    static Stream<Arguments> programs() {
        return PROGRAMS.stream()
                .flatMap(program ->
                        Stream.of(1, 3, 1000).map(size -> Arguments.of(program.replace("\r", "\\r"), program, size)));
    }

    @ParameterizedTest(name = "{0}, {2} bytes a write")
    @MethodSource("programs")
    void isReplayedStrictlyAndLeniently(String name, String program, int size) throws Exception {
        Path file = record(program, Redaction.ofHttpHeaders());
        assertThat(file).content().doesNotContain("secret", "folded", "pipelined");
        assertThat(run(connect(ReplayBackend.of(file)), program, size)).isEqualTo("ok");
        assertThat(run(connect(lenient(file)), program, size)).isEqualTo("ok");
    }

    @ParameterizedTest(name = "{0}, {2} bytes a write")
    @MethodSource("programs")
    void isReplayedWithOtherSecrets(String name, String program, int size) throws Exception {
        Path file = record(program, Redaction.ofHttpHeaders());
        String other = program.replace("secret", "a longer one").replace("pipelined", "p");
        assertThat(run(connect(ReplayBackend.of(file)), other, size)).isEqualTo("ok");
        assertThat(run(connect(lenient(file)), other, size)).isEqualTo("ok");
    }

    @Test
    void isReplayedWithARedactionOfItsOwnThatIsGiven() throws Exception {
        Redaction digits = new Digits();
        String program = "PIN 1234\r\n";
        Path file = record(program, digits);
        ReplayBackend.Builder builder = ReplayBackend.builder(file).redaction(digits);
        assertThat(run(connect(builder.build()), program, 3)).isEqualTo("ok");
        assertThat(run(connect(builder.lenient(WriteMatcher.http()).build()), program, 3))
                .isEqualTo("ok");
    }

    @Test
    void whatIsWrittenIsNotShownIfItIsNotKnownWhatIsSecret() throws Exception {
        Path file = record("PIN 1234\r\n", new Digits());
        NetworkStreamInterface stream = connect(ReplayBackend.of(file));
        assertThatThrownBy(() -> stream.write(bytes("PIN 5678\r\n")))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("PIN [here]####")
                .hasMessageContaining("not shown: in the recording, secrets were replaced: digits")
                .hasMessageNotContaining("567");
    }

    private record Digits() implements Redaction {
        @Override
        public Redactor redactor(ConnectionInfo connection, boolean written) {
            return bytes -> {
                for (int i = bytes.position(); i < bytes.limit(); i++) {
                    if (Character.isDigit(bytes.get(i))) {
                        bytes.put(i, (byte) '#');
                    }
                }
            };
        }

        @Override
        public String toString() {
            return "digits";
        }
    }

    private static ReplayBackend lenient(Path file) throws IOException {
        return ReplayBackend.builder(file).lenient(WriteMatcher.http()).build();
    }

    private Path record(String program, Redaction redaction) throws Exception {
        Path file = directory.resolve("recorded.ndjson");
        try (FileRecorder recorder = FileRecorder.builder(file.toString())
                        .redaction(redaction)
                        .open();
                NetworkListenerInterface listener = net.listen("localhost", 80);
                NetworkStreamInterface client = new RecordingBackend(net, recorder).connect("localhost", 80);
                NetworkStreamInterface server = listener.accept()) {
            server.write(bytes("ok"));
            run(client, program, 1000);
        }
        return file;
    }

    private static String run(NetworkStreamInterface stream, String program, int size) throws IOException {
        byte[] bytes = bytes(program);
        for (int i = 0; i < bytes.length; i += size) {
            stream.write(Arrays.copyOfRange(bytes, i, Math.min(i + size, bytes.length)));
        }
        return text(stream.read());
    }
}
