// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces the values of some HTTP/1.1 headers.
 *
 * @param names in lower case
 */
record HttpHeaderRedaction(Set<String> names) implements Redaction {
    private static final Set<String> DEFAULT = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    static HttpHeaderRedaction ofDefaultAnd(String... more) {
        Set<String> names = new TreeSet<>(DEFAULT);
        for (String header : more) {
            if (!header.matches("[!-9;-~]+")) {
                throw new IllegalArgumentException("header (" + header.replaceAll("[^ -~]", "\uFFFD")
                        + ") must be printable ASCII without white space and colons");
            }
            names.add(header.toLowerCase(Locale.ROOT));
        }
        return new HttpHeaderRedaction(names);
    }

    @Override
    public Redactor redactor(ConnectionInfo connection, boolean written) {
        return new HttpHeaderRedactor(names);
    }

    @Override
    public String toString() {
        return "headers " + String.join(" ", names);
    }
}
