// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.util.Collection;
import java.util.Set;

/**
 * Makes the {@link Redactor}s of a recording, for whatever format. Its {@code toString} stands in the recording, to say what
 * was replaced.
 *
 * <p>Safe for use by several threads.
 */
@FunctionalInterface
public interface Redaction {
    /**
     * Returns what redacts one direction of one connection.
     *
     * @param connection what is known about it
     * @param written whether it gets what is written; else what is read
     * @return one that nothing else uses
     */
    Redactor redactor(ConnectionInfo connection, boolean written);

    /** Among names of parameters, stands for those that are commonly used for credentials. */
    String COMMON = "common";

    /**
     * Replaces credentials of the protocols that it knows by asterisks, as recorders do by default: the values of headers as {@link
     * #ofHttpHeaders} does, values of fields in HTTP/2, and passwords in the login of LDAP, IMAP, SMTP, POP3, FTP, Redis, PostgreSQL,
     * MySQL, AMQP 0-9-1 and NATS, whatever the port. A table in {@code docs/recording.md} says what is replaced.
     *
     * @param moreHeaders names of other headers, in any case
     * @param parameters the names, in any case, of parameters in URLs, and in forms that are sent in bodies, whose values are replaced,
     *     too; or {@link #COMMON}
     * @return a redaction whose {@code toString} names what it replaces
     * @throws IllegalArgumentException if a name is empty, or holds a character that it cannot have
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
     * name in any case, after nothing but white space, control characters and bytes beyond ASCII. The names are {@code
     * Authorization}, {@code Cookie}, {@code Set-Cookie} and others that carry credentials by a standard, or at services that
     * many programs talk to; {@code docs/recording.md} has them all. Secrets in a URL or a body, in other headers, or in other
     * protocols stay.
     *
     * @param more the names of other headers, in any case
     * @return a redaction whose {@code toString} is {@code headers} and all names in lower case and in order, each after a
     *     space
     * @throws IllegalArgumentException if a name is empty, or holds a colon, white space or control characters
     */
    static Redaction ofHttpHeaders(String... more) {
        return CredentialRedaction.ofHttpHeaders(more);
    }

    /**
     * Replaces nothing: passwords and session cookies are there to be read.
     *
     * @return a redaction whose {@code toString} is {@code off}
     */
    static Redaction off() {
        return NoRedaction.OFF;
    }
}
