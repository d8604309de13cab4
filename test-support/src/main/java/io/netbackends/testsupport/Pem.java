// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Writes keys and certificates in the text form that other programs read. */
final class Pem {
    private static final Base64.Encoder LINES_OF_64 =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String ofCertificates(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(
                        "certificate of " + certificate.getSubjectX500Principal() + " has no encoding", e);
            }
        }
        return text.toString();
    }

    static String ofKey(PrivateKey key) {
        // A JDK key encodes itself in PKCS#8, which PRIVATE KEY without an algorithm's name means.
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** Creates a file that only its owner may read, as {@code createTempFile} does if the file system supports it. */
    static Path write(Path dir, String prefix, String text) throws IOException {
        return Files.writeString(Files.createTempFile(dir, prefix, ".pem"), text, StandardCharsets.US_ASCII);
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES_OF_64.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
