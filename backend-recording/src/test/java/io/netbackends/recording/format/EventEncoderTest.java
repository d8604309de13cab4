// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Introductions of connections that were opened in an earlier part of a recording. */
class EventEncoderTest {
    private static final String OPENED = "[1] --- connected to 127.0.0.1:80";

    private final EventEncoder encoder = new EventEncoder(RecordingFormat.TEXT);
    private final List<Event> events = new Events()
            .opened(80)
            .tls("h2")
            .written("12345\n")
            .read("123\n")
            .lost(1, 10, 20)
            .endOfStream()
            .closed()
            .events;

    @Test
    void connectionThatGoesOnIsIntroducedOnceInEachPart() {
        begin("a", 1, 0, 5);
        assertThat(begin("a", 2, 5, 7))
                .containsExactly(
                        "[1] --- still connected to 127.0.0.1:80, TLSv1.3 TLS_AES_256_GCM_SHA384 h2; before, 14 bytes read"
                                + " and 26 bytes written",
                        "[1] --- end of stream",
                        "[1] --- closed");
    }

    @Test
    void connectionThatDoesNotGoOnIsNotIntroduced() {
        begin("a", 1, 0, 7);
        assertThat(begin("a", 2, 0, 1)).containsExactly(OPENED);
    }

    @Test
    void numbersBelongToOneRecording() {
        begin("a", 1, 0, 5);
        assertThat(begin("b", 1, 5, 6)).containsExactly("[1] --- end of stream");
    }

    @Test
    void introductionThatWasReadIsShownUnlessTheConnectionIsKnown() {
        Event.Opened opened = (Event.Opened) events.get(0);
        Event introduction = new Event.Continued(Events.START, opened, null, 5, 6);
        encoder.begin("a", 2, Events.START, "off");
        encoder.encode(introduction);
        encoder.encode(introduction);
        assertThat(take())
                .containsExactly("[1] --- still connected to 127.0.0.1:80; before, 5 bytes read and 6 bytes written");
        encoder.begin("a", 3, Events.START, "off");
        encoder.encode(introduction);
        encoder.encode(events.get(5));
        assertThat(take())
                .containsExactly(
                        "[1] --- still connected to 127.0.0.1:80; before, 5 bytes read and 6 bytes written",
                        "[1] --- end of stream");
    }

    @Test
    void connectionIsIntroducedAgainWhereItsOpeningWasNotWritten() {
        begin("a", 1, 0, 1);
        encoder.introduceAgain();
        encoder.encode(events.get(5));
        assertThat(take())
                .containsExactly(
                        "[1] --- still connected to 127.0.0.1:80; before, 0 bytes read and 0 bytes written",
                        "[1] --- end of stream");
    }

    private List<String> begin(String recording, int part, int from, int to) {
        encoder.begin(recording, part, Events.START, "off");
        events.subList(from, to).forEach(encoder::encode);
        return take();
    }

    private List<String> take() {
        return StandardCharsets.UTF_8.decode(encoder.take()).toString().lines().toList();
    }
}
