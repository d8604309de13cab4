// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.internal.HeaderValueScanner;
import io.netbackends.recording.internal.RedactedHeaders;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Replaces the values of some HTTP/1.1 headers. */
record HttpHeaderRedaction(RedactedHeaders headers) implements Redaction {
    /** Those that carry credentials by a standard, or at services that many programs talk to. */
    private static final Set<String> DEFAULT = Set.of(
            "api-key",
            "authentication-info",
            "authorization",
            "cookie",
            "cookie2",
            "deploy-token",
            "dpop",
            "job-token",
            "ocp-apim-subscription-key",
            "private-token",
            "proxy-authentication-info",
            "proxy-authorization",
            "set-cookie",
            "set-cookie2",
            "x-access-token",
            "x-amz-security-token",
            "x-api-key",
            "x-api-token",
            "x-auth-key",
            "x-auth-token",
            "x-consul-token",
            "x-csrf-token",
            "x-functions-key",
            "x-gitlab-token",
            "x-goog-api-key",
            "x-shopify-access-token",
            "x-vault-token",
            "x-xsrf-token");

    static HttpHeaderRedaction ofDefaultAnd(String... more) {
        Set<String> names = new TreeSet<>(DEFAULT);
        for (String header : more) {
            if (!header.matches("[!-9;-~]+")) {
                throw new IllegalArgumentException("header (" + header.replaceAll("[^ -~]", "\uFFFD")
                        + ") must be printable ASCII without white space and colons");
            }
            names.add(header.toLowerCase(Locale.ROOT));
        }
        return new HttpHeaderRedaction(new RedactedHeaders(names));
    }

    @Override
    public Redactor redactor(ConnectionInfo connection, boolean written) {
        HeaderValueScanner scanner = headers.scanner();
        return bytes -> scanner.replace(bytes, RedactedHeaders.REPLACEMENT);
    }

    @Override
    public String toString() {
        return headers.toString();
    }
}
