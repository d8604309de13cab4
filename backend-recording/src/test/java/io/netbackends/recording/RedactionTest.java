// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    /** Secrets consist of Q, which occurs nowhere else. */
    private static final String MESSAGES = """
            GET /a HTTP/1.1\r
            Authorization: QQ QQ\r
            Host: a.test\r
            cookie:Q=Q\r
             QQ;\r
            \tQQ\r
            X-Cookie: a\r
            \r
            PUT / HTTP/1.1
            PROXY-AUTHORIZATION : QQ\rQ
            set-Cookie: Q
             Q
            Cook: b

            """;

    private static final List<String> SHOWN = List.of(
            "GET /a HTTP/1.1",
            "Authorization: *****",
            "Host: a.test",
            "cookie:***",
            " ***",
            "\t**",
            "X-Cookie: a",
            "",
            "PUT / HTTP/1.1",
            "PROXY-AUTHORIZATION : **\uFFFD*",
            "set-Cookie: *",
            " *",
            "Cook: b",
            "");

    /** Moves a piece of the messages in either direction. */
    private interface Move {
        void move(Transcript transcript, String piece) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<<", ">>>"})
    void messagesInAnyThreePiecesAreShownAlike(String arrow) throws IOException {
        Move move = arrow.equals("<<<") ? Transcript::read : Transcript::written;
        for (int i = 0; i <= MESSAGES.length(); i++) {
            for (int j = i; j <= MESSAGES.length(); j++) {
                Transcript transcript = new Transcript();
                move.move(transcript, MESSAGES.substring(0, i));
                move.move(transcript, MESSAGES.substring(i, j));
                move.move(transcript, MESSAGES.substring(j));
                assertThat(transcript.lines(arrow)).as("cut at %d and %d", i, j).isEqualTo(SHOWN);
            }
        }
    }

    @Test
    void nothingIsLostOrLeakedWhereverPartsOfWrittenLinesAreShown() throws IOException {
        for (int i = 0; i <= MESSAGES.length(); i++) {
            for (int j = i; j <= MESSAGES.length(); j++) {
                Transcript transcript = new Transcript();
                transcript.written(MESSAGES.substring(0, i)).connection.beforeRead();
                transcript.written(MESSAGES.substring(i, j)).connection.beforeRead();
                transcript.written(MESSAGES.substring(j));
                assertThat(String.join("", transcript.lines(">>>")))
                        .as("cut at %d and %d", i, j)
                        .isEqualTo(String.join("", SHOWN));
            }
        }
    }

    @Test
    void nothingIsLostOrLeakedWhereverPartsOfReadLinesAreShown() throws IOException {
        for (int i = 0; i <= MESSAGES.length(); i++) {
            for (int j = i; j <= MESSAGES.length(); j++) {
                Transcript transcript = new Transcript();
                transcript.read(MESSAGES.substring(0, i)).written("\n");
                transcript.read(MESSAGES.substring(i, j)).written("\n");
                transcript.read(MESSAGES.substring(j));
                assertThat(String.join("", transcript.lines("<<<")))
                        .as("cut at %d and %d", i, j)
                        .isEqualTo(String.join("", SHOWN));
            }
        }
    }

    @Test
    void directionsDoNotDisturbEachOther() throws IOException {
        Transcript transcript = new Transcript();
        transcript
                .written("Author")
                .read("Set-Coo")
                .written("ization: Q")
                .read("kie: Q")
                .written("Q\n")
                .read("Q\n");
        assertThat(transcript.lines(">>>")).containsExactly("Author", "ization: *", "*");
        assertThat(transcript.lines("<<<")).containsExactly("Set-Coo", "kie: *", "*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization:Q\n",
                " Authorization: Q\n",
                "Authorization                        \t : Q\n",
                "\rAuthorization: Q\n",
                "X: a\rAuthorization: Q\n",
                "Authorization: a\rX: Q\n",
                "Authorization: a\n Q\n\tQ\n",
                "Authorization: a\r\n \r\n Q\r\n",
                "X: a\nCookie:\n Q\n",
                "\u000bCookie: Q\n",
                "\u0000Cookie: Q\n",
                "\u00c2\u00a0Cookie: Q\n",
                "\u00ef\u00bb\u00bfCookie: Q\n",
                "Cookie\u0000: Q\n",
                "Cookie\u00c2\u00a0: Q\n",
                "Cookie2: Q\n",
                "Set-Cookie2: Q\n",
                "X-Api-Key: Q\n",
                "X-Auth-Token: Q\n",
                "Authentication-Info: Q\n",
                "X-Amz-Security-Token: Q\n",
                "PRIVATE-TOKEN: Q\n"
            })
    void valueThatSomeParserWouldTakeIsNotShown(String text) throws IOException {
        Transcript transcript = new Transcript().written(text);
        assertThat(transcript.text.toString()).contains("*").doesNotContain("Q");
    }

    @ParameterizedTest
    @CsvSource({"Cookies: a", "Cook: a", "X-Cookie: a", "GET /Cookie: a", "Cookie a", "a Cookie: b", "Coo kie: a", ": a"
    })
    void otherLinesAreShownWhole(String line) throws IOException {
        assertThat(new Transcript().written(line + "\n").lines(">>>")).containsExactly(line);
    }

    @Test
    void lineAfterRedactedOneIsShownWhole() throws IOException {
        Transcript transcript =
                new Transcript().written("Cookie: Q\r\n\r\nbody\n").read("Cookie: Q\nCookie: Q\n");
        assertThat(transcript.lines(">>>")).containsExactly("Cookie: *", "", "body");
        assertThat(transcript.lines("<<<")).containsExactly("Cookie: *", "Cookie: *");
    }

    @Test
    void moreHeadersCanBeRedactedOrNone() throws IOException {
        String text = "X-Secret: 1\nCookie: 2\n";
        assertThat(shown(Redaction.ofHttpHeaders("X-SECRET"), text)).containsExactly("X-Secret: *", "Cookie: *");
        assertThat(shown(Redaction.off(), text)).containsExactly("X-Secret: 1", "Cookie: 2");
    }

    @Test
    void redactionSaysWhatItReplaces() {
        assertThat(Redaction.ofHttpHeaders("X-SECRET").toString())
                .startsWith("headers api-key authentication-info authorization cookie ")
                .contains(" x-secret ");
        assertThat(Redaction.off()).hasToString("off");
    }

    @Test
    void redactorOfOnesOwnHasStatePerDirectionOfEachConnection() throws IOException {
        // The first byte of each direction is a secret.
        Redaction first = (connection, written) -> new Redactor() {
            private boolean redacted;

            @Override
            public void redact(ByteBuffer bytes) {
                if (!redacted) {
                    bytes.put((byte) (written ? 'w' : 'r'));
                    redacted = true;
                }
            }
        };
        Transcript transcript = new Transcript(recorder -> recorder.with(first));
        transcript.written("Q").written("bc\n").read("Qe").read("f\n");
        assertThat(transcript.lines()).containsExactly("[1] >>> wbc", "[1] <<< ref");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:", "a b", " ", "a\u001b", "\u00e4"})
    void nameThatNoHeaderCanHaveIsRejected(String name) {
        assertThatThrownBy(() -> Redaction.ofHttpHeaders(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("header (")
                .hasMessageNotContaining("\u001b");
    }

    private static List<String> shown(Redaction redaction, String text) throws IOException {
        return new Transcript(recorder -> recorder.with(redaction))
                .written(text)
                .lines(">>>");
    }
}
