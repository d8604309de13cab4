// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.util.Collection;
import java.util.Set;

/**
 * Creates the {@link Redactor}s of a recording, for any format. Its {@code toString} is written into the recording, as the
 * description of the redaction.
 *
 * <p>Safe for use by several threads.
 */
@FunctionalInterface
public interface Redaction {
    /**
     * Returns a redactor for one direction of one connection.
     *
     * @param connection its description
     * @param written true for written bytes, false for read ones
     * @return a new redactor
     */
    Redactor redactor(ConnectionInfo connection, boolean written);

    /** A pseudo-name of parameters that includes the common names of credentials. */
    String COMMON = "common";

    /**
     * Replaces credentials of known protocols by asterisks, as recorders do by default: the values of headers as {@link
     * #ofHttpHeaders} does, values of fields in HTTP/2, and passwords in the login of LDAP, IMAP, SMTP, POP3, FTP, Redis,
     * PostgreSQL, MySQL, AMQP 0-9-1 and NATS, on any port. A table in {@code docs/recording.md} lists the replaced values.
     *
     * @param moreHeaders case-insensitive names of other headers
     * @param parameters case-insensitive names of parameters in URLs, and in forms in bodies, whose values are also
     *     replaced; or {@link #COMMON}
     * @return a redaction whose {@code toString} names what it replaces
     * @throws IllegalArgumentException if a name is empty, or contains a character that is not allowed
     */
    static Redaction ofCredentials(Collection<String> moreHeaders, Collection<String> parameters) {
        return CredentialRedaction.of(moreHeaders, parameters);
    }

    /**
     * Replaces credentials as {@link #ofCredentials(Collection, Collection)} does, without other headers and parameters.
     *
     * @return the default of recorders
     */
    static Redaction ofCredentials() {
        return ofCredentials(Set.of(), Set.of());
    }

    /**
     * Replaces the values of HTTP/1.1 headers by asterisks, continuation lines included, wherever a line begins with such a
     * name, case-insensitively, possibly after white space, control characters and non-ASCII bytes. The names are {@code
     * Authorization}, {@code Cookie}, {@code Set-Cookie} and others that carry credentials by a standard or in widely used
     * services; {@code docs/recording.md} lists them all. Secrets in a URL or a body, in other headers, or in other
     * protocols are not replaced.
     *
     * @param more case-insensitive names of other headers
     * @return a redaction whose {@code toString} is {@code headers} and all names in lower case and in order, each after a
     *     space
     * @throws IllegalArgumentException if a name is empty, or holds a colon, white space or control characters
     */
    static Redaction ofHttpHeaders(String... more) {
        return CredentialRedaction.ofHttpHeaders(more);
    }

    /**
     * Replaces nothing: the recording contains passwords and session cookies.
     *
     * @return a redaction whose {@code toString} is {@code off}
     */
    static Redaction off() {
        return NoRedaction.OFF;
    }
}
