// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a recording does not have, and the words in which it says so: {@code headers} and their names, {@code logins}, {@code
 * parameters} and their names; names in lower case and in order, each after a space, and a colon between spaces where there is more
 * than one of the three. Immutable.
 *
 * @param headers of HTTP/1.1, whose values are replaced; in lower case
 * @param logins whether passwords in the login of protocols are replaced, and values of fields of HTTP/2
 * @param parameters of URLs, whose values are replaced; in lower case
 */
public record RedactedCredentials(Set<String> headers, boolean logins, Set<String> parameters) {
    /** The words of a recording in which nothing was replaced. */
    public static final String OFF = "off";

    private static final String HEADERS = "headers";
    private static final String LOGINS = "logins";
    private static final String PARAMETERS = "parameters";

    /** What no name of a header has in it. */
    private static final String SEPARATOR = " : ";

    /**
     * Takes the names.
     *
     * @param headers see above
     * @param logins see above
     * @param parameters see above
     */
    public RedactedCredentials {
        headers = Set.copyOf(headers);
        parameters = Set.copyOf(parameters);
    }

    /**
     * Parses the words of a recording.
     *
     * @param redaction what the recording says of its redaction
     * @return what was replaced; empty if the words are those of another redaction
     */
    public static Optional<RedactedCredentials> parse(String redaction) {
        Set<String> headers = Set.of();
        Set<String> parameters = Set.of();
        boolean logins = false;
        if (!redaction.equals(OFF)) {
            for (String part : redaction.split(SEPARATOR, -1)) {
                if (part.startsWith(HEADERS + " ")) {
                    headers = names(part);
                } else if (part.startsWith(PARAMETERS + " ")) {
                    parameters = names(part);
                } else if (part.equals(LOGINS)) {
                    logins = true;
                } else {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new RedactedCredentials(headers, logins, parameters));
    }

    private static Set<String> names(String part) {
        return Arrays.stream(part.split(" "))
                .skip(1)
                .filter(name -> !name.isEmpty())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /**
     * Returns a scanner at the beginning of one direction of a connection.
     *
     * @param fromClient whether the side that connected sends what it gets
     * @return one that has seen nothing
     */
    public SecretScanner scanner(boolean fromClient) {
        List<SecretScanner> scanners = new ArrayList<>();
        scanners.add(new HeaderValueScanner(headers));
        if (logins) {
            scanners.add(new ProtocolScanner(fromClient));
        }
        if (!parameters.isEmpty()) {
            scanners.add(new ParameterScanner(parameters));
        }
        return scanners.size() == 1 ? scanners.get(0) : new ScannerChain(scanners);
    }

    /** Returns the words for a recording. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!headers.isEmpty()) {
            parts.add(HEADERS + " " + String.join(" ", new TreeSet<>(headers)));
        }
        if (logins) {
            parts.add(LOGINS);
        }
        if (!parameters.isEmpty()) {
            parts.add(PARAMETERS + " " + String.join(" ", new TreeSet<>(parameters)));
        }
        return parts.isEmpty() ? OFF : String.join(SEPARATOR, parts);
    }
}
