// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.internal.FileProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.CertificateTrustBlock;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.jspecify.annotations.Nullable;

/** A file in PEM format named by an option; errors name both the file and the option. */
final class PemFile {
    private final String option;
    private final Path file;
    private final int exitCode;
    private final List<PemBlock> blocks;

    private PemFile(String option, Path file, int exitCode, List<PemBlock> blocks) {
        this.option = option;
        this.file = file;
        this.exitCode = exitCode;
        this.blocks = blocks;
    }

    /** Reads a file. Failures to read or parse it have this exit code. */
    static PemFile read(String option, Path file, int exitCode) throws CommandException {
        PemFile unread = new PemFile(option, file, exitCode, List.of());
        String problem = FileProblem.reading(file);
        if (problem != null) {
            throw unread.bad(problem, null);
        }
        try {
            return new PemFile(option, file, exitCode, PemBlock.parse(Files.readString(file, ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            throw unread.bad(Failures.message(e), e);
        } catch (IOException e) {
            throw unread.bad("cannot be read: " + FileProblem.of(e), e);
        }
    }

    /** Returns the blocks whose label has this suffix. */
    List<PemBlock> blocks(String labelEnd) {
        return blocks.stream().filter(block -> block.label().endsWith(labelEnd)).toList();
    }

    /**
     * Returns the certificates, at least one. Skips comments and private keys, and certificates that OpenSSL marks as not
     * trusted for servers.
     */
    List<X509Certificate> certificates() throws CommandException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            try {
                switch (block.label()) {
                    case "CERTIFICATE", "X509 CERTIFICATE" -> certificates.add(certificate(block));
                    case "TRUSTED CERTIFICATE" -> {
                        X509Certificate certificate = certificate(block);
                        if (isForServers(block)) {
                            certificates.add(certificate);
                        }
                    }
                    default -> {}
                }
            } catch (CertificateException | IOException | IllegalArgumentException e) {
                throw bad("has a certificate that cannot be read: " + Failures.message(e), e);
            }
        }
        if (certificates.isEmpty()) {
            throw bad("has no certificate in PEM format", null);
        }
        return certificates;
    }

    CommandException bad(String what, @Nullable Throwable cause) {
        return new CommandException(exitCode, option + ": file (" + file + ") " + what, cause);
    }

    /** Returns the certificate; the JDK ignores the trust settings that OpenSSL writes after it. */
    private static X509Certificate certificate(PemBlock block) throws CertificateException {
        byte[] der = der(block);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] der(PemBlock block) {
        return Base64.getDecoder().decode(String.join("", block.content()).replaceAll("\\s", ""));
    }

    /**
     * Implements OpenSSL's X509_check_trust: a rejected purpose is not trusted; if there is a list of trusted purposes,
     * others are not.
     */
    private static boolean isForServers(PemBlock block) throws IOException {
        CertificateTrustBlock trust = new X509TrustedCertificateBlock(der(block)).getTrustBlock();
        if (trust == null) {
            return true;
        }
        List<ASN1ObjectIdentifier> servers =
                List.of(KeyPurposeId.id_kp_serverAuth.toOID(), KeyPurposeId.anyExtendedKeyUsage.toOID());
        return trust.getProhibitions().stream().noneMatch(servers::contains)
                && (trust.getUses().isEmpty() || trust.getUses().stream().anyMatch(servers::contains));
    }
}
