// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Explains what is wrong with a peer's certificate, which the JDK hides several causes deep. */
final class CertificateErrors {
    private CertificateErrors() {}

    /** Returns the explanation; null if the failure does not concern a certificate. */
    static @Nullable String describe(Throwable failure) {
        if (!(failure instanceof SSLException)) {
            return null;
        }
        Throwable deepest = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return "certificate has expired (" + t.getMessage() + ")";
            }
            if (t instanceof CertificateNotYetValidException) {
                return "certificate is not valid yet (" + t.getMessage() + ")";
            }
            if (t instanceof CertificateException
                    || t instanceof CertPathValidatorException
                    || t instanceof CertPathBuilderException) {
                deepest = t;
            }
        }
        return deepest == null ? null : describeDeepest(deepest);
    }

    private static String describeDeepest(Throwable problem) {
        String message = String.valueOf(problem.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("subject alternative") || lower.contains("no name matching")) {
            return "certificate is for another name: " + message;
        }
        return "certificate is not trusted: " + message;
    }
}
