// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lenient comparison of written bytes. */
class ReplayLenientTest extends ReplayTestBase {
    private static final String REQUEST =
            "POST /a HTTP/1.1\r\nHost: a:1\r\nDate: then\r\nConnection: close\r\nX-Token: ***\r\nContent-Length: 4\r\n\r\nbody";

    @Test
    void requestsMayDifferInWhatDependsOnTimeAndPlace() throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                redacted("headers cookie x-token")
                        .write(1, REQUEST.substring(0, 20))
                        .write(1, REQUEST.substring(20))
                        .read(1, "ok"),
                WriteMatcher.http());
        Background<byte[]> reader = blocked(stream::read);
        stream.write(bytes("POST /a HTTP/1.1\r\nx-token: secret\r\nhost: elsewhere:8080\r\n"));
        stream.write(bytes("Content-Length: 4\r\nUser-Agent: other\r\n\r\nbo"));
        stream.write(bytes("dy"));
        assertThat(text(reader.get())).isEqualTo("ok");
    }

    @Test
    void oneRequestAfterTheOther() throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                connection()
                        .write(1, "GET /1\r\n\r\n")
                        .read(1, "one")
                        .write(1, "GET /2\r\n\r\n")
                        .read(1, "two"),
                WriteMatcher.http());
        stream.write(bytes("GET /1\r\nHost: b\r\n\r\n"));
        assertThat(text(stream.read())).isEqualTo("one");
        stream.write(bytes("GET /2\r\nHost: b\r\n\r\n"));
        assertThat(text(stream.read())).isEqualTo("two");
    }

    @Test
    void whatMattersIsComparedAndShown() throws Exception {
        for (String written : new String[] {
            REQUEST.replace("/a", "/b"),
            REQUEST.replace("body", "bodY"),
            REQUEST.replace("\r\n\r\n", "\r\nNew: 1\r\n\r\n"),
            REQUEST.replace("X-Token: ***\r\n", ""),
            REQUEST + "!"
        }) {
            NetworkStreamInterface stream =
                    connectLeniently(connection().write(1, REQUEST).read(1, "ok"), WriteMatcher.http());
            assertThatThrownBy(() -> stream.write(bytes(written)))
                    .as(written)
                    .isInstanceOf(ReplayMismatchException.class)
                    .hasMessageContaining("even leniently")
                    .hasMessageContaining("recorded:");
        }
    }

    @Test
    void whatDiffersIsSaidWhereTheFirstOtherByteDoesNotMatter() throws Exception {
        assertThat(mismatch(REQUEST.replace("X-Token", "New")))
                .contains("leniently: headers differ: new, x-token (before");
        assertThat(mismatch(REQUEST.replace("***", "**"))).contains("leniently: headers differ: x-token (before");
        assertThat(mismatch(REQUEST.replace("X-Token", "\u001b[2J")))
                .contains("headers differ: (malformed), x-token (before");
        assertThat(mismatch(REQUEST.replace("body", "bodY"))).contains("leniently: the body differs (before");
        assertThat(mismatch(REQUEST.replace("/a", "/b"))).contains("leniently (before");
    }

    private String mismatch(String request) throws Exception {
        NetworkStreamInterface stream =
                connectLeniently(connection().write(1, REQUEST).read(1, "ok"), WriteMatcher.http());
        return String.valueOf(catchThrowable(() -> stream.write(bytes(request.replace("Host: a:1", "Host: b"))))
                .getMessage());
    }

    @Test
    void aHeaderMayBeThereTwiceAndThenMustBe() throws Exception {
        String twice = "GET /\r\nAccept: a\r\nCookie: *\r\nAccept: a\r\nCookie: **\r\n\r\n";
        NetworkStreamInterface same =
                connectLeniently(redacted("headers cookie").write(1, twice).read(1, "ok"), WriteMatcher.http());
        same.write(bytes(twice.replace("**", "secret")));
        assertThat(text(same.read())).isEqualTo("ok");

        String once = "GET /\r\nAccept: a\r\nCookie: *\r\n\r\n";
        NetworkStreamInterface less =
                connectLeniently(redacted("headers cookie").write(1, twice).read(1, "ok"), WriteMatcher.http());
        assertThatThrownBy(() -> less.write(bytes(once))).isInstanceOf(ReplayMismatchException.class);
        NetworkStreamInterface more =
                connectLeniently(redacted("headers cookie").write(1, once).read(1, "ok"), WriteMatcher.http());
        assertThatThrownBy(() -> more.write(bytes(twice))).isInstanceOf(ReplayMismatchException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "headers cookie"})
    void asterisksAreAsterisksInAHeaderThatWasNotRedacted(String redaction) throws Exception {
        String recorded = "GET /\r\nCookie: a\r\nRange: *\r\n\r\n";
        NetworkStreamInterface same =
                connectLeniently(redacted(redaction).write(1, recorded).read(1, "ok"), WriteMatcher.http());
        same.write(bytes(recorded));
        assertThat(text(same.read())).isEqualTo("ok");

        NetworkStreamInterface other =
                connectLeniently(redacted(redaction).write(1, recorded).read(1, "ok"), WriteMatcher.http());
        assertThatThrownBy(() -> other.write(bytes(recorded.replace("Range: *", "Range: bytes=0-"))))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("Range: ");
    }

    @Test
    void asterisksMayBeAnythingWhereTheRecordingDoesNotSayWhatWasRedacted() throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                redacted("what looked like a token")
                        .write(1, "GET /\r\nX-Token: ***\r\n\r\n")
                        .read(1, "ok"),
                WriteMatcher.http());
        stream.write(bytes("GET /\r\nX-Token: secret\r\n\r\n"));
        assertThat(text(stream.read())).isEqualTo("ok");
    }

    @Test
    void credentialsAreNotInTheMessage() throws Exception {
        String recorded = "GET /\r\nCookie: ******\r\nA: 1\r\n\r\n";
        NetworkStreamInterface stream = connectLeniently(
                Recording.begin("headers cookie")
                        .open(1, "localhost", 80)
                        .write(1, recorded)
                        .read(1, "ok"),
                WriteMatcher.http());
        assertThatThrownBy(() -> stream.write(bytes("GET /\r\nCookie: hunter2\r\nA: 2\r\n\r\n")))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("Cookie: *")
                .message()
                .doesNotContain("hunter", "68 75 6e 74");
    }

    @Test
    void moreHeadersCanBeIgnored() throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                connection().write(1, "GET /\r\nX-Id: 1\r\n\r\n").read(1, "ok"), WriteMatcher.http("X-ID"));
        stream.write(bytes("GET /\r\nX-Id: 2\r\n\r\n"));
        assertThat(text(stream.read())).isEqualTo("ok");
    }

    @Test
    void whatIsNoHttpMustBeEqual() throws Exception {
        NetworkStreamInterface stream =
                connectLeniently(connection().write(1, "PING").read(1, "ok"), WriteMatcher.http());
        stream.write(bytes("PI"));
        assertThatThrownBy(() -> stream.write(bytes("PE"))).isInstanceOf(ReplayMismatchException.class);
    }

    @Test
    void aMatcherMayTakeAnything() throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                connection()
                        .write(1, "long request")
                        .read(1, "one")
                        .write(1, "x")
                        .read(1, "two"),
                WriteMatcher.anything());
        stream.write(bytes("short"));
        assertThat(text(stream.read())).isEqualTo("one");
        stream.write(bytes("yyy"));
        assertThat(text(stream.read())).isEqualTo("two");
    }

    @Test
    void writingMoreThanWasRecordedFails() throws Exception {
        NetworkStreamInterface stream =
                connectLeniently(connection().write(1, "x").read(1, "ok"), WriteMatcher.anything());
        stream.write(bytes("x"));
        assertThatThrownBy(() -> stream.write(bytes("y")))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("the recording ends here");
    }

    @Test
    void shuttingDownTheOutputEndsWhatIsToBeWritten() throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                connection().write(1, "a").write(1, "b").shutdown(1).read(1, "ok"), WriteMatcher.anything());
        stream.shutdownOutput();
        assertThat(text(stream.read())).isEqualTo("ok");
    }

    @Test
    void anotherPortIsTakenWhereThisOneWasNotRecorded() throws Exception {
        ReplayBackend backend = ReplayBackend.builder(Recording.begin()
                        .open(1, "localhost", 40001)
                        .read(1, "first")
                        .open(2, "localhost", 40001)
                        .read(2, "second")
                        .save(directory))
                .lenient(WriteMatcher.http())
                .build();
        assertThat(text(connect(backend).read())).isEqualTo("first");
        assertThat(text(connect(backend).read())).isEqualTo("second");
        assertThatThrownBy(() -> backend.connect("other", 40001)).isInstanceOf(ReplayMismatchException.class);
    }

    /** One connection of a recording with this description of its redaction. */
    private static Recording redacted(String redaction) {
        return Recording.begin(redaction).open(1, "localhost", 80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE /everything",
                "GET /a HTTP/1.1\r\nX-",
                "GET /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo",
                ""
            })
    void partOfARequestBeforeTheOutputIsShutDownIsAMismatch(String part) throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                connection()
                        .write(1, "GET /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody")
                        .read(1, "HTTP/1.1 200 OK\r\n\r\n"),
                WriteMatcher.http());
        assertThatThrownBy(() -> {
                    stream.write(bytes(part));
                    stream.shutdownOutput();
                })
                .isInstanceOf(ReplayMismatchException.class);
        try (Timeout passed = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void partOfARequestIsEnoughForAMatcherThatTakesAnything() throws Exception {
        NetworkStreamInterface stream = connectLeniently(
                connection()
                        .write(1, "GET /a")
                        .read(1, "one")
                        .write(1, "GET /b")
                        .read(1, "two"),
                WriteMatcher.anything());
        stream.write(bytes("G"));
        stream.shutdownOutput();
        assertThat(text(stream.inputStream().readNBytes(6))).isEqualTo("onetwo");
    }

    @Test
    void anotherFirstLineIsAMismatchBeforeTheHeadersHaveCome() throws Exception {
        NetworkStreamInterface stream =
                connectLeniently(connection().write(1, REQUEST).read(1, "ok"), WriteMatcher.http());
        assertThatThrownBy(() -> stream.write(bytes("DELETE"))).isInstanceOf(ReplayMismatchException.class);
    }

    /** Bytes beyond the limit of the recording match any bytes; recorded ones do not. */
    @Test
    void whatWasKeptOfARequestIsCompared() throws Exception {
        String kept = "POST / HTTP/1.1\r\nHost: a\r\n\r\nbod";
        Recording recording =
                connection().data(1, "write", kept, kept.length() + 1).read(1, "ok");
        NetworkStreamInterface same = connectLeniently(recording, WriteMatcher.http());
        same.write(bytes(kept.replace("Host: a", "Host: other") + "?"));
        assertThat(text(same.read())).isEqualTo("ok");
        for (String other : List.of("GET", "x-other: a", "bot")) {
            NetworkStreamInterface stream = connectLeniently(recording, WriteMatcher.http());
            String request = other.equals("GET")
                    ? kept.replace("POST", other)
                    : kept.replace(other.equals("bot") ? "bod" : "Host: a", other);
            assertThatThrownBy(() -> stream.write(bytes(request + "?")))
                    .as(request)
                    .isInstanceOf(ReplayMismatchException.class);
        }
    }
}
