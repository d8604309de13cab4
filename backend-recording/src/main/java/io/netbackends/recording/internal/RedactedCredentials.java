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
 * The credentials that a recording replaces, with the text that describes them in a recording: {@code headers} and their
 * names, {@code logins}, {@code parameters} and their names, separated by {@code " : "}. Names are in lower case and sorted,
 * each after a space. Immutable.
 *
 * @param headers the HTTP/1.1 headers whose values are replaced, in lower case
 * @param logins whether passwords in the login of protocols and values of HTTP/2 fields are replaced
 * @param parameters the URL parameters whose values are replaced, in lower case
 */
public record RedactedCredentials(Set<String> headers, boolean logins, Set<String> parameters) {
    /** The text for a recording in which nothing is replaced. */
    public static final String OFF = "off";

    private static final String HEADERS = "headers";
    private static final String LOGINS = "logins";
    private static final String PARAMETERS = "parameters";

    /** A separator that no header name contains. */
    private static final String SEPARATOR = " : ";

    /**
     * Copies the names.
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
     * Parses the text of a recording.
     *
     * @param redaction the description of the redaction in the recording
     * @return the replaced credentials; empty if the text describes another redaction
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
     * @param fromClient whether it scans the output of the side that connected
     * @return a new scanner
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

    /** Returns the text for a recording. */
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
