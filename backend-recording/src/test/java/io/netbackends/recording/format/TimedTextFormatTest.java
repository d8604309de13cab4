// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimedTextFormatTest {
    private static final Instant START = Instant.parse("2026-11-21T16:00:00Z");
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 80);

    private final EventEncoder encoder = new EventEncoder(RecordingFormat.TIMED_TEXT);

    private static Instant at(long micros) {
        return START.plus(Duration.ofNanos(micros * 1000));
    }

    private static Event opened(@Nullable Instant lookedUp, @Nullable Instant begin) {
        return new Event.Opened(at(2500), 1, false, "<A>", null, null, SERVER, lookedUp, begin);
    }

    private static Event data(boolean written, String text, long begin, long end) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        return new Event.Data(at(end), 1, written, bytes, bytes.remaining(), at(begin));
    }

    private List<String> encoded(Event... events) {
        for (Event event : events) {
            encoder.encode(event);
        }
        encoder.end();
        return StandardCharsets.UTF_8.decode(encoder.take()).toString().lines().toList();
    }

    @Test
    void linesBeginWithTheTimeOfTheirCallAndAConnectionEndsWithItsMilestones() {
        assertThat(encoded(
                        opened(at(1000), at(0)),
                        new Event.Tls(at(20_000), 1, "TLSv1.3", "SUITE", "", List.of(), at(3000)),
                        data(true, "GET /\n", 20_100, 20_200),
                        data(false, "o", 20_300, 35_000),
                        data(false, "k\nmore\n", 36_000, 37_000),
                        new Event.Closed(at(40_100), 1, at(40_000))))
                .containsExactly(
                        "2026-11-21T16:00:00.000000Z [1] --- connected to 127.0.0.1:80 (2.500 ms)",
                        "2026-11-21T16:00:00.003000Z [1] --- TLSv1.3 SUITE (17.000 ms)",
                        "2026-11-21T16:00:00.020100Z [1] >>> GET /",
                        "2026-11-21T16:00:00.020300Z [1] <<< ok",
                        "2026-11-21T16:00:00.036000Z [1] <<< more",
                        "2026-11-21T16:00:00.040000Z [1] --- closed (0.100 ms); since the start: lookup 1.000 ms, "
                                + "connect 2.500 ms, TLS 20.000 ms, first byte 35.000 ms, closed 40.100 ms");
    }

    @Test
    void aRecordingWithoutBeginsHasTheTimesOfItsEvents() {
        assertThat(encoded(opened(null, null), new Event.Closed(at(3000), 1, null)))
                .containsExactly(
                        "2026-11-21T16:00:00.002500Z [1] --- connected to 127.0.0.1:80",
                        "2026-11-21T16:00:00.003000Z [1] --- closed; since the start: closed 0.500 ms");
    }
}
