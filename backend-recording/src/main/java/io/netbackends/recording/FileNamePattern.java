// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the names of the files of a recording from a pattern: {@code %h} is the host name, {@code %p} the PID, {@code %t}
 * the time at which recording began, {@code %n} the number of the file, {@code %%} a percent sign.
 */
final class FileNamePattern {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final Pattern PLACE = Pattern.compile("%.?", Pattern.DOTALL);

    private final String pattern;
    private final Instant start;

    /**
     * Checks a pattern.
     *
     * @throws IllegalArgumentException if another character follows a percent sign
     */
    FileNamePattern(String pattern, Instant start) {
        this.pattern = pattern;
        this.start = start;
        of(1);
    }

    /**
     * Returns the name of a file; numbers start at 1. If the pattern has no {@code %n}, all files but the first have their
     * number before the extension.
     */
    Path of(int number) {
        StringBuilder name = new StringBuilder();
        boolean numbered = false;
        Matcher matcher = PLACE.matcher(pattern);
        while (matcher.find()) {
            numbered |= matcher.group().equals("%n");
            matcher.appendReplacement(name, Matcher.quoteReplacement(value(matcher.group(), number)));
        }
        matcher.appendTail(name);
        if (!numbered && number > 1) {
            int ending = name.lastIndexOf(".");
            boolean none = ending <= Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1;
            name.insert(none ? name.length() : ending, "-" + number);
        }
        return Path.of(name.toString());
    }

    private String value(String place, int number) {
        return switch (place) {
            case "%h" -> host();
            case "%p" -> String.valueOf(ProcessHandle.current().pid());
            case "%t" -> TIME.format(start);
            case "%n" -> String.valueOf(number);
            case "%%" -> "%";
            default ->
                throw new IllegalArgumentException(
                        "file name (" + pattern + ") must not have \"" + place
                                + "\": %h is this host, %p the PID, %t the time, %n the number of the file, and %% a percent sign");
        };
    }

    @Override
    public String toString() {
        return of(1).toString();
    }

    /** Returns the host name without characters that a file name cannot contain. */
    private static String host() {
        return LocalHostName.get().replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
