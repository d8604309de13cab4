// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict comparison of written bytes. */
class ReplayWriteTest extends ReplayTestBase {
    @Test
    void writesMayBeCutInAnyWay() throws Exception {
        NetworkStreamInterface stream =
                connect(connection().write(1, "abc").write(1, "def").read(1, "ok"));
        for (String piece : new String[] {"a", "bcd", "", "e", "f"}) {
            stream.write(bytes(piece));
        }
        assertThat(text(stream.read())).isEqualTo("ok");
    }

    @Test
    void theFirstByteThatDiffersIsShownOnBothSides() throws Exception {
        NetworkStreamInterface stream = connect(connection()
                .write(1, "GET /a HTTP/1.1\r\n")
                .write(1, "Host: x\r\n\r\n")
                .read(1, "ok"));
        stream.write(bytes("GET /a HTTP/1.1\r\nHo"));
        assertThatThrownBy(() -> stream.write(bytes("st: y\r\n\r\n")))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("byte 23 is not the recorded one")
                .hasMessageContaining("connection 1 to localhost:80")
                .hasMessageContaining("test.ndjson, line 4")
                .hasMessageContaining("recorded: 78 0d 0a 0d 0a   \"Host: [here]x\\r\\n\\r\\n\"")
                .hasMessageContaining("written:  79 0d 0a 0d 0a   \"st: [here]y\\r\\n\\r\\n\"");
        assertThatThrownBy(() -> stream.write(bytes("x"))).isInstanceOf(ReplayMismatchException.class);
    }

    @Test
    void credentialsAroundTheDifferenceAreNotShown() throws Exception {
        for (String written : new String[] {"A: 1\r\nCookie: hunter2\r\nB: 2\r\n", "Cookie: hunter2\r\n"}) {
            NetworkStreamInterface stream = connect(Recording.begin("headers cookie")
                    .open(1, "localhost", 80)
                    .write(1, "A: 1\r\nCookie: ******\r\nB: 1\r\n"));
            assertThatThrownBy(() -> stream.write(bytes(written)))
                    .isInstanceOf(ReplayMismatchException.class)
                    .message()
                    .doesNotContain("hun", "ter2", "68 75 6e", "74 65 72 32");
        }
    }

    @Test
    void whatStandsInTheBufferBeforeIsNotShown() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "a"));
        ByteBuffer src = ByteBuffer.wrap(bytes("other b")).position(6);
        assertThatThrownBy(() -> stream.write(src))
                .isInstanceOf(ReplayMismatchException.class)
                .message()
                .doesNotContain("other");
    }

    @Test
    void writingMoreThanWasRecordedFails() throws Exception {
        NetworkStreamInterface stream =
                connect(connection().write(1, "ab").read(1, "ok").close(1));
        assertThatThrownBy(() -> stream.write(bytes("abc")))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the program writes 1 more byte, but the recording ends here");
    }

    @Test
    void unrecordedEndOfOutputFails() throws Exception {
        NetworkStreamInterface early = connect(connection().write(1, "ab").shutdown(1));
        early.write(bytes("a"));
        assertThatThrownBy(early::shutdownOutput)
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("shuts down its output, but 1 byte was expected first");
        assertThatThrownBy(connect(connection().write(1, "ab"))::shutdownOutput)
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the recording continues with a write of 2 bytes");
        assertThatThrownBy(connect(connection().close(1))::shutdownOutput).isInstanceOf(ReplayMismatchException.class);
    }

    @Test
    void theOutputThatWasShutDownCanBeShutDownTwiceAndTakesNothingMore() throws Exception {
        NetworkStreamInterface stream = connect(connection().shutdown(1).eof(1));
        stream.shutdownOutput();
        stream.shutdownOutput();
        assertThatThrownBy(() -> stream.write(bytes("x"))).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(stream.read()).isEmpty();
    }

    @Test
    void aWriteFailsWhereItFailed() throws Exception {
        NetworkStreamInterface stream =
                connect(connection().write(1, "abc").error(1, "write", "java.net.SocketException", "Broken pipe"));
        stream.write(bytes("ab"));
        assertThatThrownBy(() -> stream.write(bytes("cd")))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("write to 127.0.0.1:80: Broken pipe");
    }

    @Test
    void aWriteThatTimedOutWaitsForADeadlineAndClosesTheStream() throws Exception {
        NetworkStreamInterface stream = connect(
                connection().write(1, "abc").error(1, "write", "io.netbackends.NetworkTimeoutException", "timed out"));
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> stream.write(bytes("abcd"))).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(stream.isOpen()).isFalse();
        assertThatThrownBy(() -> stream.write(bytes("x"))).isInstanceOf(NetworkStreamClosedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "*", "a very much longer secret than the one that was recorded", "***"})
    void valuesThatWereRedactedMayBeAnyOfAnyLength(String value) throws Exception {
        Recording recording = Recording.begin("headers authorization cookie")
                .open(1, "localhost", 80)
                .write(1, "GET / HTTP/1.1\r\nAUTHORIZATION:  **")
                .write(1, "****\r\nCookie: ***\r\n *******\r\nX: *\r\n\r\n")
                .read(1, "ok");
        NetworkStreamInterface stream = connect(recording);
        String request = "GET / HTTP/1.1\r\nAUTHORIZATION:  " + value + "\r\nCookie: " + value + "\r\n " + value
                + "\r\nX: *\r\n\r\n";
        for (byte b : bytes(request)) {
            stream.write(new byte[] {b});
        }
        assertThat(text(stream.read())).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "*", "a very much longer secret than the one that was recorded"})
    void passwordsAndParametersThatWereRedactedMayBeAnyOfAnyLength(String value) throws Exception {
        Recording recording = Recording.begin("headers cookie : logins : parameters token")
                .open(1, "localhost", 80)
                .write(1, "EHLO a\r\nAUTH PLAIN ****\r\n?token=**&a=b\r\nAUTH LOGIN\r\n*\r\n***\r\nQUIT\r\n")
                .read(1, "ok");
        NetworkStreamInterface stream = connect(recording);
        String session = "EHLO a\r\nAUTH PLAIN @\r\n?token=@&a=b\r\nAUTH LOGIN\r\n@\r\n@\r\nQUIT\r\n";
        for (byte b : bytes(session.replace("@", value.replace(' ', '+')))) {
            stream.write(new byte[] {b});
        }
        assertThat(text(stream.read())).isEqualTo("ok");
    }

    @Test
    void whatIsAroundRedactedValuesIsCompared() throws Exception {
        String recorded = "GET / HTTP/1.1\r\nCookie: ***\r\nX: *\r\n\r\n";
        for (String written : new String[] {
            "GET / HTTP/1.1\r\nCookie: abc\r\nX: y\r\n\r\n", "GET / HTTP/1.1\r\nCookie: abc\r\n\r\n", "GET /*"
        }) {
            NetworkStreamInterface stream = connect(Recording.begin("headers cookie")
                    .open(1, "localhost", 80)
                    .write(1, recorded)
                    .read(1, "ok"));
            assertThatThrownBy(() -> stream.write(bytes(written)))
                    .as(written)
                    .isInstanceOf(ReplayMismatchException.class);
        }
    }

    @Test
    void asterisksAreAsterisksWhereNothingWasRedacted() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "Cookie: ***\r\n"));
        assertThatThrownBy(() -> stream.write(bytes("Cookie: abc\r\n"))).isInstanceOf(ReplayMismatchException.class);
    }

    @Test
    void bytesThatWereNotKeptOrLostMayBeAny() throws Exception {
        NetworkStreamInterface stream = connect(connection()
                .data(1, "write", "ab", 5)
                .lost(1, 0, 3)
                .write(1, "z")
                .read(1, "ok"));
        stream.write(bytes("ab???"));
        stream.write(bytes("!!!z"));
        assertThat(text(stream.read())).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void aSecretIsNotInTheMessageHoweverItIsCut(int size) throws Exception {
        String recorded = "GET / HTTP/1.1\r\nCookie: ******\r\nA: 1\r\n\r\n";
        String written = "GET / HTTP/1.1\r\nCoOkie: secret\r\nA: 1\r\n\r\n";
        for (WriteMatcher matcher : Arrays.asList(null, WriteMatcher.http("a"))) {
            Recording recording = Recording.begin("headers cookie")
                    .open(1, "localhost", 80)
                    .write(1, matcher == null ? recorded : recorded.replace("GET", "PUT"))
                    .read(1, "ok");
            NetworkStreamInterface stream = matcher == null ? connect(recording) : connectLeniently(recording, matcher);
            assertThatThrownBy(() -> writeInPieces(stream, written, size))
                    .isInstanceOf(ReplayMismatchException.class)
                    .hasNoCause()
                    .hasMessageNotContaining("sec")
                    .hasMessageNotContaining("73 65 63");
        }
    }

    private static void writeInPieces(NetworkStreamInterface stream, String text, int size) throws IOException {
        for (int i = 0; i < text.length(); i += size) {
            stream.write(bytes(text.substring(i, Math.min(text.length(), i + size))));
        }
    }

    @Test
    void aDifferenceThatLenientMatchingIgnoresSaysSoAndNotToRenew() throws Exception {
        String request = "GET / HTTP/1.1\r\nHost: a:1\r\nAccept: x\r\nX-Id: 1\r\n\r\n";
        for (String[] other : new String[][] {
            {"a:1", "a:2", "lenient matching ignores this", "false"},
            {"Accept: x", "Accept: y", "lenient matching ignores this", "false"},
            {"X-Id: 1", "X-Id: 2", "lenient matching with WriteMatcher.http(\"x-id\") ignores this", "true"},
            {"GET", "PUT", "ADVICE", "true"}
        }) {
            NetworkStreamInterface stream =
                    connect(ReplayBackend.builder(connection().write(1, request).save(directory))
                            .advice("ADVICE")
                            .build());
            assertThatThrownBy(() -> stream.write(bytes(request.replace(other[0], other[1]))))
                    .isInstanceOf(ReplayMismatchException.class)
                    .hasMessageContaining(other[2])
                    .matches(e -> String.valueOf(e.getMessage()).contains("ADVICE") == Boolean.parseBoolean(other[3]));
        }
    }

    @Test
    void anotherPortSaysThatLenientMatchingTakesIt() throws Exception {
        ReplayBackend backend = ReplayBackend.builder(connection().save(directory))
                .advice("ADVICE")
                .build();
        assertThatThrownBy(() -> backend.connect("localhost", 81))
                .hasMessageContaining("lenient matching uses one to another port, such as localhost:80")
                .hasMessageNotContaining("ADVICE");
        assertThatThrownBy(() -> backend.connect("other", 81)).hasMessageContaining("ADVICE");
    }
}
