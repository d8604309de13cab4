// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import io.netbackends.testsupport.Certificates.Issuer;
import io.netbackends.testsupport.Certificates.Validity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;

/** A new certificate authority, so that the repository needs no keys and no certificate expires. */
public final class TestPki {
    private static final Validity YESTERDAY_TO_NEXT_YEAR = new Validity(Duration.ofDays(-1), Duration.ofDays(365));
    private static final Validity UNTIL_YESTERDAY = new Validity(Duration.ofDays(-10), Duration.ofDays(-1));

    private final Issuer issuer;
    private final X509Certificate certificate;
    private final Validity validity;

    private TestPki(Issuer issuer, X509Certificate certificate, Validity validity) {
        this.issuer = issuer;
        this.certificate = certificate;
        this.validity = validity;
    }

    /** Makes an authority with a new key, whose certificates are valid since yesterday and for a year. */
    public static TestPki create() {
        return create(Duration.ofDays(730), YESTERDAY_TO_NEXT_YEAR);
    }

    /** Makes an authority with a new key, whose certificates are valid since yesterday and for the given time from now. */
    public static TestPki lasting(Duration time) {
        return create(time, new Validity(Duration.ofDays(-1), time));
    }

    private static TestPki create(Duration own, Validity validity) {
        Issuer self = new Issuer(Certificates.named("netbackends test authority"), Certificates.newKeys());
        X509Certificate certificate = Certificates.authority(
                self, self.name(), self.keys().getPublic(), new Validity(Duration.ofDays(-30), own), 0);
        return new TestPki(self, certificate, validity);
    }

    /** Makes an identity with a self-signed certificate. */
    public static Identity selfSigned(String... namesOrAddresses) {
        Issuer self = new Issuer(subject(namesOrAddresses), Certificates.newKeys());
        return leaf(self, self.keys(), YESTERDAY_TO_NEXT_YEAR, List.of(), namesOrAddresses);
    }

    /** Issues an identity for one or more names or addresses. */
    public Identity issue(String... namesOrAddresses) {
        return leaf(issuer, Certificates.newKeys(), validity, List.of(), namesOrAddresses);
    }

    /** Issues an identity whose certificate ran out yesterday. */
    public Identity issueExpired(String... namesOrAddresses) {
        return leaf(issuer, Certificates.newKeys(), UNTIL_YESTERDAY, List.of(), namesOrAddresses);
    }

    /**
     * Issues an identity whose encoded chain is longer than the given number of bytes, through an intermediate authority
     * with a padded certificate. A JDK peer accepts no handshake message of more than 32768 bytes, unless the system
     * property {@code jdk.tls.maxHandshakeMessageSize} allows it.
     */
    public Identity issueWithLargeChain(int bytesAtLeast, String... namesOrAddresses) {
        if (bytesAtLeast < 0) {
            throw new IllegalArgumentException("chain size is " + bytesAtLeast + "; must not be negative");
        }
        Issuer intermediate =
                new Issuer(Certificates.named("netbackends padded intermediate authority"), Certificates.newKeys());
        X509Certificate padded = Certificates.authority(
                issuer, intermediate.name(), intermediate.keys().getPublic(), validity, bytesAtLeast);
        return leaf(intermediate, Certificates.newKeys(), validity, List.of(padded), namesOrAddresses);
    }

    /** A client context which trusts this authority only. */
    public SSLContext trusting() {
        return TlsContexts.of(null, certificate);
    }

    /** A client context which trusts this authority only and presents the identity to servers that request one. */
    public SSLContext trustingWith(Identity clientIdentity) {
        return TlsContexts.of(clientIdentity, certificate);
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Writes the authority's certificate to a new file in the directory. */
    public Path writePem(Path dir) throws IOException {
        return Pem.write(dir, "authority-", Pem.ofCertificates(List.of(certificate)));
    }

    private static Identity leaf(
            Issuer issuer, KeyPair keys, Validity validity, List<X509Certificate> above, String... namesOrAddresses) {
        X509Certificate own =
                Certificates.leaf(issuer, subject(namesOrAddresses), keys.getPublic(), validity, namesOrAddresses);
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        chain.addAll(above);
        return new Identity(keys.getPrivate(), chain);
    }

    private static X500Principal subject(String... namesOrAddresses) {
        if (namesOrAddresses.length == 0) {
            throw new IllegalArgumentException("names of the identity are empty; at least one is required");
        }
        return Certificates.named(namesOrAddresses[0]);
    }
}
