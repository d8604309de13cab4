// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

class TextRecorderTest {
    private final Transcript transcript = new Transcript();

    @Test
    void dialogueIsShownLineByLineWithArrows() throws IOException {
        StringBuilder text = new StringBuilder();
        ConnectionRecorder connection =
                TextRecorder.to(text).opened(Transcript.opened(null, ScriptedStream.SERVER, false));
        SSLSession session = mock(SSLSession.class);
        when(session.getPeerCertificates()).thenReturn(new Certificate[0]);
        when(session.getProtocol()).thenReturn("TLSv1.3");
        when(session.getCipherSuite()).thenReturn("TLS_AES_256_GCM_SHA384");
        connection.tls(session, "h2");
        connection.written(Transcript.bytes("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"));
        connection.outputShutDown();
        connection.beforeRead();
        connection.read(Transcript.bytes("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
        connection.endOfStream();
        connection.closed();
        assertThat(text).hasToString("""
                        [1] --- connected to 127.0.0.1:80
                        [1] --- TLSv1.3 TLS_AES_256_GCM_SHA384 h2
                        [1] >>> GET / HTTP/1.1
                        [1] >>> Host: a.test
                        [1] >>>\s
                        [1] --- output shut down
                        [1] <<< HTTP/1.1 200 OK
                        [1] <<< Content-Length: 0
                        [1] <<<\s
                        [1] --- end of stream
                        [1] --- closed
                        """);
    }

    @Test
    void connectionsAreNumberedPerRecorderWhateverItRedacts() throws IOException {
        StringBuilder text = new StringBuilder();
        TextRecorder recorder = TextRecorder.to(text);
        for (TextRecorder each : List.of(recorder, recorder.with(Redaction.off()))) {
            each.opened(Transcript.opened(null, null, false));
        }
        TextRecorder.to(text).opened(Transcript.opened(null, null, true));
        assertThat(text).hasToString("[1] --- connected\n[2] --- connected\n[1] --- accepted\n");
    }

    @Test
    void peersAreShownInDigitsOrAsPaths() throws IOException {
        assertThat(opened(ScriptedStream.CLIENT, true)).isEqualTo("accepted from 127.0.0.1:50000");
        assertThat(opened(new InetSocketAddress(InetAddress.getByName("::1"), 80), false))
                .isEqualTo("connected to [0:0:0:0:0:0:0:1]:80");
        assertThat(opened(InetSocketAddress.createUnresolved("a.test", 80), false))
                .startsWith("connected to a.test");
        assertThat(opened(UnixDomainSocketAddress.of("/run/a"), false)).isEqualTo("connected to /run/a");
        assertThat(opened(UnixDomainSocketAddress.of(""), true)).isEqualTo("accepted");
        assertThat(opened(UnixDomainSocketAddress.of("/run/\u001b[2J"), false))
                .isEqualTo("connected to /run/\uFFFD[2J");
    }

    @Test
    void onlyTabsAndPrintableAsciiAreShownAsTheyAre() throws IOException {
        StringBuilder all = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            if (c != '\n') {
                all.append(c);
                expected.append(c == '\t' || c >= 0x20 && c < 0x7f ? c : '\uFFFD');
            }
        }
        transcript.read(all + "\n").written(all + "\n");
        assertThat(transcript.lines()).containsExactly("[1] <<< " + expected, "[1] >>> " + expected);
    }

    @Test
    void messageOfFailureCannotReachTerminalRaw() throws IOException {
        transcript.connection.failed("read", new SocketException("\u001b[2Jgone\r\n[2] --- closed"));
        transcript.connection.failed("write", new IOException());
        assertThat(transcript.lines())
                .containsExactly(
                        "[1] --- read failed: SocketException: \uFFFD[2Jgone\uFFFD\uFFFD[2] --- closed",
                        "[1] --- write failed: IOException");
    }

    @Test
    void crLfIsOneLineEndEvenInTwoPieces() throws IOException {
        transcript.read("a\r").read("\nb\r\n").read("c\r").read("d\r\r\n\r\n");
        assertThat(transcript.lines("<<<")).containsExactly("a", "b", "c\uFFFDd\uFFFD", "");
    }

    @Test
    void standardErrorStreamIsLookedUpForEachLine() {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        TextRecorder recorder = TextRecorder.toStandardError();
        try (PrintStream replacement = new PrintStream(err)) {
            System.setErr(replacement);
            recorder.opened(Transcript.opened(null, null, false));
        } finally {
            System.setErr(before);
        }
        assertThat(err).hasToString("[1] --- connected\n");
    }

    @Test
    void eachLineIsOneCallAndIsFlushed() throws IOException {
        List<String> calls = new ArrayList<>();
        Writer out = new Writer() {
            @Override
            public Writer append(CharSequence line) {
                calls.add(line.toString());
                return this;
            }

            @Override
            public void write(char[] buffer, int offset, int length) {
                calls.add("write");
            }

            @Override
            public void flush() {
                calls.add("flush");
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
        TextRecorder recorder = TextRecorder.to(out);
        ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
        connection.written(Transcript.bytes("a\nb\n"));
        recorder.close();
        assertThat(calls)
                .containsExactly("[1] --- connected\n", "flush", "[1] >>> a\n", "flush", "[1] >>> b\n", "flush");
    }

    @Test
    void failureLeavesLaterLinesOutEvenIfTheyCouldBeWritten() throws IOException {
        StringBuilder text = new StringBuilder();
        Appendable failing = new FailingAppendable(text, 2);
        try (Warnings warnings = new Warnings()) {
            TextRecorder recorder = TextRecorder.to(failing);
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, ScriptedStream.SERVER, false));
            connection.written(Transcript.bytes("a\nb\nc\n"));
            assertThat(text).hasToString("[1] --- connected to 127.0.0.1:80\n");
            assertThat(recorder.droppedLines()).isEqualTo(3);
            assertThat(warnings.messages()).hasSize(1);
            assertThat(warnings.cause()).hasMessage("call 2");
        }
    }

    private static String opened(SocketAddress remote, boolean accepted) throws IOException {
        StringBuilder text = new StringBuilder();
        UnaryOperator<String> rest = line -> line.substring("[1] --- ".length()).stripTrailing();
        TextRecorder.to(text).opened(Transcript.opened(null, remote, accepted));
        return rest.apply(text.toString());
    }
}
