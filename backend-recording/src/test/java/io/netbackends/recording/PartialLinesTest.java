// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.netbackends.NetworkBackend;
import io.netbackends.recording.program.EndlessLine;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartialLinesTest {
    private final Transcript transcript = new Transcript();

    private interface Notification {
        void happens(ConnectionRecorder connection) throws IOException;
    }

    static Stream<Notification> events() {
        return Stream.of(
                ConnectionRecorder::endOfStream,
                ConnectionRecorder::outputShutDown,
                ConnectionRecorder::closed,
                connection -> connection.tls(session(), ""),
                connection -> connection.failed("read", new SocketException()));
    }

    private static SSLSession session() throws IOException {
        SSLSession session = mock(SSLSession.class);
        when(session.getPeerCertificates()).thenReturn(new Certificate[0]);
        when(session.getProtocol()).thenReturn("TLSv1.3");
        when(session.getCipherSuite()).thenReturn("SUITE");
        return session;
    }

    @Test
    void lineIsHeldUntilItIsComplete() throws IOException {
        transcript.written("GE").written("T / HT").written("TP/1.1\r");
        assertThat(transcript.lines()).isEmpty();
        transcript.written("\n");
        assertThat(transcript.lines()).containsExactly("[1] >>> GET / HTTP/1.1");
    }

    @Test
    void writtenPartIsShownBeforeReadBlocks() throws IOException {
        transcript.written("login: ");
        transcript.connection.beforeRead();
        assertThat(transcript.lines()).containsExactly("[1] >>> login: ");
    }

    @Test
    void readLineStaysWholeAlthoughItIsReadInPieces() throws IOException {
        transcript.read("HTTP/1");
        transcript.connection.beforeRead();
        transcript.read(".1 200 OK\r\n");
        assertThat(transcript.lines()).containsExactly("[1] <<< HTTP/1.1 200 OK");
    }

    @Test
    void partIsShownBeforeWhatHappensInOtherDirection() throws IOException {
        transcript.read("login: ").written("me\r\n").written("secret").read("\r\nwelcome\r\n");
        assertThat(transcript.lines())
                .containsExactly("[1] <<< login: ", "[1] >>> me", "[1] >>> secret", "[1] <<< welcome");
    }

    @ParameterizedTest
    @MethodSource("events")
    void partOfEitherDirectionIsShownBeforeAnEvent(Notification event) throws IOException {
        transcript.read("abc");
        event.happens(transcript.connection);
        assertThat(transcript.lines()).hasSize(2).first().isEqualTo("[1] <<< abc");
        transcript.written("def");
        event.happens(transcript.connection);
        assertThat(transcript.lines()).hasSize(4).element(2).isEqualTo("[1] >>> def");
    }

    @Test
    void lineEndAfterShownPartAddsNoEmptyLine() throws IOException {
        transcript.written("login: ");
        transcript.connection.beforeRead();
        transcript.written("\r");
        transcript.connection.beforeRead();
        transcript.written("\n\r\nnext\n");
        assertThat(transcript.lines(">>>")).containsExactly("login: ", "", "next");
    }

    @Test
    void heldPartIsIndependentOfTheCallersMemory() throws IOException {
        byte[] memory = "abc".getBytes(StandardCharsets.US_ASCII);
        transcript.connection.written(ByteBuffer.wrap(memory));
        memory[1] = 'x';
        transcript.connection.beforeRead();
        assertThat(transcript.lines(">>>")).containsExactly("abc");
    }

    @Test
    void partIsShownOnce() throws IOException {
        transcript.written("abc");
        transcript.connection.beforeRead();
        transcript.connection.beforeRead();
        transcript.connection.closed();
        assertThat(transcript.lines()).containsExactly("[1] >>> abc", "[1] --- closed");
    }

    @Test
    void endlessLineIsShownEvery8192CharactersAndNeverHeldBeyond() throws IOException {
        transcript.read("x".repeat(8191));
        assertThat(transcript.lines()).isEmpty();
        transcript.read("x".repeat(8193) + "\r\n");
        assertThat(transcript.lines("<<<")).containsExactly("x".repeat(8192), "x".repeat(8192));
        transcript.read("y".repeat(20_000));
        assertThat(transcript.lines("<<<")).hasSize(4).allMatch(line -> line.length() == 8192);
    }

    @Test
    void endlessLinesNeedLittleMemory(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("record.txt");
        ChildJvm.Result result = ChildJvm.classPath(
                        Stream.of(NetworkBackend.class, TextRecorder.class, EndlessLine.class)
                                .map(Jars::of)
                                .toList())
                .jvmArgs("-Xmx12m")
                .run(EndlessLine.class.getName(), file.toString());
        assertThat(result.err()).isEmpty();
        assertThat(file)
                .hasSize("[1] --- connected\n[1] <<< \n[1] <<< Cookie:\n".length()
                        + 2 * 16 * 128 * ("[1] >>> \n".length() + 8192L)
                        - "[1] <<< \n".length());
    }
}
