// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.internal.RedactedCredentials;
import io.netbackends.recording.internal.SecretScanner;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Replaces credentials found by parsing the protocol: values of headers and parameters, and passwords. */
record CredentialRedaction(RedactedCredentials credentials) implements Redaction {
    /** Names of headers that carry credentials by a standard or in widely used services. */
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

    /** Names of parameters that carry credentials by a standard or in widely used services. */
    private static final Set<String> COMMON_PARAMETERS = Set.of(
            "access_token",
            "api-key",
            "api_key",
            "apikey",
            "assertion",
            "auth",
            "client_assertion",
            "client_secret",
            "code_verifier",
            "id_token",
            "key",
            "passwd",
            "password",
            "private_token",
            "pwd",
            "refresh_token",
            "secret",
            "sig",
            "signature",
            "token",
            "x-amz-security-token",
            "x-amz-signature",
            "x-goog-signature");

    static CredentialRedaction ofHttpHeaders(String... more) {
        return new CredentialRedaction(new RedactedCredentials(headers(Set.of(more)), false, Set.of()));
    }

    static CredentialRedaction of(Collection<String> moreHeaders, Collection<String> parameters) {
        return new CredentialRedaction(new RedactedCredentials(headers(moreHeaders), true, parameters(parameters)));
    }

    private static Set<String> headers(Collection<String> more) {
        Set<String> names = new TreeSet<>(DEFAULT);
        for (String header : more) {
            names.add(checked("header", header, "[!-9;-~]+", "printable ASCII without white space and colons"));
        }
        return names;
    }

    private static Set<String> parameters(Collection<String> wanted) {
        Set<String> names = new TreeSet<>();
        for (String parameter : wanted) {
            if (parameter.equals(COMMON)) {
                names.addAll(COMMON_PARAMETERS);
            } else {
                names.add(
                        checked(
                                "parameter",
                                parameter,
                                "[!$-%'-9@-~]{1,64}",
                                "64 characters of printable ASCII at most, without white space and &, #, \", :, ;, <, =, >, ?"));
            }
        }
        return names;
    }

    private static String checked(String kind, String name, String pattern, String required) {
        if (!name.matches(pattern)) {
            throw new IllegalArgumentException(
                    kind + " (" + name.replaceAll("[^ -~]", "\uFFFD") + ") must be " + required);
        }
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Redactor redactor(ConnectionInfo connection, boolean written) {
        SecretScanner scanner = credentials.scanner(written != connection.accepted());
        return scanner::replace;
    }

    @Override
    public String toString() {
        return credentials.toString();
    }
}
