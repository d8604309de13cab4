// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Matches a server's name with its certificate by RFC 9525: only DNS names in the subjectAltName extension count, and a
 * wildcard matches exactly the leftmost label.
 */
final class ServerNames {
    private static final int DNS_NAME = 2;

    private ServerNames() {}

    /**
     * Verifies that the certificate is for {@code name}.
     *
     * @param name in ASCII, not an address, without final dot
     * @throws CertificateException if it is not
     */
    static void verify(String name, X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> entry : names == null ? List.<List<?>>of() : names) {
            if (entry.get(0).equals(DNS_NAME) && matches(name, (String) entry.get(1))) {
                return;
            }
        }
        throw new CertificateException("No subject alternative DNS name matching " + name + " found.");
    }

    /** At least two labels must follow a wildcard, so that no certificate is valid for all names of a top-level domain. */
    static boolean matches(String name, String pattern) {
        if (!pattern.startsWith("*.")) {
            return name.equalsIgnoreCase(pattern);
        }
        int dot = name.indexOf('.');
        String domain = pattern.substring(1);
        return dot > 0
                && domain.indexOf('.', 1) > 0
                && domain.indexOf('*') < 0
                && name.substring(dot).equalsIgnoreCase(domain);
    }
}
