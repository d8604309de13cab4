// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The headers whose values a recording does not have, and the words in which it names them: {@code headers}, then their names in
 * lower case and in order, each after a space. Immutable.
 *
 * @param names in lower case
 */
public record RedactedHeaders(Set<String> names) {
    /** What each byte of a value is replaced by. */
    public static final byte REPLACEMENT = '*';

    /** The words of a recording in which nothing was replaced. */
    public static final String OFF = "off";

    private static final String PREFIX = "headers ";

    /**
     * Takes the names.
     *
     * @param names in lower case
     */
    public RedactedHeaders {
        names = Set.copyOf(names);
    }

    /**
     * Parses the words of a recording.
     *
     * @param redaction what the recording says of its redaction
     * @return the headers, of which there are none if nothing was replaced; empty if the words are those of another redaction
     */
    public static Optional<RedactedHeaders> parse(String redaction) {
        if (redaction.equals(OFF)) {
            return Optional.of(new RedactedHeaders(Set.of()));
        }
        if (!redaction.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Set<String> names = new TreeSet<>();
        Arrays.stream(redaction.substring(PREFIX.length()).split(" "))
                .filter(name -> !name.isEmpty())
                .forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return Optional.of(new RedactedHeaders(names));
    }

    /** {@return a scanner at the beginning of one direction of a connection} */
    public HeaderValueScanner scanner() {
        return new HeaderValueScanner(names);
    }

    /** Returns the words for a recording. */
    @Override
    public String toString() {
        return names.isEmpty() ? OFF : PREFIX + String.join(" ", new TreeSet<>(names));
    }
}
