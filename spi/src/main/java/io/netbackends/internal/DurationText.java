// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as settings write them: a whole number and a unit, such as {@code 250ms}. */
public final class DurationText {
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,9})(us|ms|[smhd])");

    /** The longest unit first: a time is written in the longest unit that divides it. */
    private static final Map<String, ChronoUnit> UNITS = units();

    private DurationText() {}

    /**
     * Parses a time.
     *
     * @return null for a text that is none
     */
    public static @Nullable Duration parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        ChronoUnit unit = UNITS.get(matcher.group(2));
        return unit == null ? null : Duration.of(Long.parseLong(matcher.group(1)), unit);
    }

    /** Formats a time for {@link #parse}; rounds down to microseconds. */
    public static String of(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
            Duration one = unit.getValue().getDuration();
            if (one.multipliedBy(time.dividedBy(one)).equals(time)) {
                return time.dividedBy(one) + unit.getKey();
            }
        }
        return time.dividedBy(ChronoUnit.MICROS.getDuration()) + "us";
    }

    private static Map<String, ChronoUnit> units() {
        Map<String, ChronoUnit> units = new LinkedHashMap<>();
        units.put("d", ChronoUnit.DAYS);
        units.put("h", ChronoUnit.HOURS);
        units.put("m", ChronoUnit.MINUTES);
        units.put("s", ChronoUnit.SECONDS);
        units.put("ms", ChronoUnit.MILLIS);
        units.put("us", ChronoUnit.MICROS);
        return units;
    }
}
