// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Formats when calls began, how long they took, and the milestones of each connection up to its first byte. */
final class CallTimes implements LineTimes {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private static final DateTimeFormatter MICROSECONDS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private final Map<Long, Milestones> connections = new HashMap<>();

    /** The milestones that a connection has reached, and how long after its start. */
    private static final class Milestones {
        final Instant begin;
        final StringBuilder text = new StringBuilder();
        boolean hasFirstByte;

        Milestones(Event.Opened opened) {
            begin = Objects.requireNonNullElse(opened.begin(), opened.time());
            if (opened.lookedUp() != null) {
                reached("lookup", opened.lookedUp());
            }
            if (opened.begin() != null) {
                reached("connect", opened.time());
            }
        }

        void reached(String milestone, Instant time) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append(milestone)
                    .append(' ')
                    .append(milliseconds(begin, time));
        }
    }

    @Override
    public String before(Event event) {
        Instant begin = Objects.requireNonNullElse(event.begin(), event.time());
        return MICROSECONDS.format(begin) + " ";
    }

    @Override
    public String after(Event event) {
        String took = event.begin() == null ? "" : " (" + milliseconds(event.begin(), event.time()) + ")";
        if (event instanceof Event.Opened opened) {
            connections.put(event.connection(), new Milestones(opened));
        } else if (event instanceof Event.Continued continued) {
            connections.putIfAbsent(event.connection(), new Milestones(continued.opened()));
        }
        Milestones milestones = connections.get(event.connection());
        if (milestones == null) {
            return took;
        }
        if (event instanceof Event.Tls) {
            milestones.reached("TLS", event.time());
        } else if (event instanceof Event.Data data && !data.written() && !milestones.hasFirstByte) {
            milestones.hasFirstByte = true;
            milestones.reached("first byte", event.time());
        } else if (event instanceof Event.Closed) {
            connections.remove(event.connection());
            milestones.reached("closed", event.time());
            return took + "; since the start: " + milestones.text;
        }
        return took;
    }

    /** Returns, for instance, {@code 1.234 ms}. */
    private static String milliseconds(Instant from, Instant to) {
        Duration time = Duration.between(from, to);
        boolean isMeasured = !time.isNegative() && time.compareTo(LONGEST) < 0; // otherwise the clock was set
        long micros = isMeasured ? time.toNanos() / 1000 : 0;
        return String.format(Locale.ROOT, "%d.%03d ms", micros / 1000, micros % 1000);
    }
}
