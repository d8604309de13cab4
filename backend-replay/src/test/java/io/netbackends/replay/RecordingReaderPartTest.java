// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.recording.format.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recordings in which the beginning of the recording or of a connection is in another file. */
class RecordingReaderPartTest {
    @Test
    void aConnectionWhoseBeginningIsMissingIsIntroduced() throws Exception {
        RecordingReader reader = Recording.begin()
                .eof(3)
                .read(7, "abc")
                .write(7, "d")
                .close(7)
                .read(7, "late")
                .reader();
        assertThat(reader.next()).isInstanceOf(Event.EndOfStream.class);
        Event first = reader.next();
        assertThat(first).isInstanceOfSatisfying(Event.Continued.class, continued -> {
            assertThat(continued.connection()).isEqualTo(7);
            assertThat(continued.opened().target()).isNull();
            assertThat(continued.read()).isZero();
        });
        for (Class<?> kind : List.of(Event.Data.class, Event.Data.class, Event.Closed.class, Event.Data.class)) {
            assertThat(reader.next()).isInstanceOf(kind);
        }
        assertThat(reader.next()).isNull();
    }

    @Test
    void aConnectionThatIsIntroducedAgainIsTheSame() throws Exception {
        String continued = "\"opened\":\"2026-11-21T16:00:00Z\",\"role\":\"client\",\"backend\":\"\","
                + "\"target\":{\"host\":\"localhost\",\"port\":80},\"read\":3,\"written\":0";
        Recording recording = Recording.begin()
                .open(1, "localhost", 80)
                .read(1, "abc")
                .header("r-1", "off")
                .event(1, "continue", continued)
                .read(1, "def");
        RecordingReader reader = recording.reader();
        for (Class<?> kind : List.of(Event.Opened.class, Event.Data.class, Event.Data.class)) {
            assertThat(reader.next()).isInstanceOf(kind);
        }
        assertThat(reader.next()).isNull();
        RecordingReader alone = Recording.begin()
                .event(1, "continue", continued)
                .read(1, "def")
                .header("r-1", "off")
                .event(1, "continue", continued)
                .read(1, "ghi")
                .reader();
        for (Class<?> kind : List.of(Event.Continued.class, Event.Data.class, Event.Data.class)) {
            assertThat(alone.next()).isInstanceOf(kind);
        }
        assertThat(alone.next()).isNull();
    }

    @Test
    void readsOnWhereTheBeginningOfTheFileWasCutAway() throws Exception {
        String all = Recording.begin()
                .open(1, "localhost", 80)
                .read(1, "abc")
                .close(1)
                .toString();
        int second = all.indexOf('\n') + 1;
        RecordingReader withoutHeader =
                Recording.empty().raw(all.substring(second)).reader();
        assertThat(withoutHeader.next()).isInstanceOf(Event.Opened.class);
        assertThat(withoutHeader.header())
                .isNotNull()
                .extracting(RecordingHeader::redaction)
                .asString()
                .startsWith("unknown");
        assertThat(withoutHeader.cutOffAtStart()).isZero();
        for (int at : new int[] {1, second - 2, second + 1, second + 30}) {
            RecordingReader cut = Recording.empty().raw(all.substring(at)).reader();
            int events = 0;
            while (cut.next() != null) {
                events++;
            }
            assertThat(events).isEqualTo(3); // without an open line, the bytes are introduced
            assertThat(cut.cutOffAtStart()).isEqualTo(all.indexOf('\n', at) + 1 - at);
        }
    }
}
