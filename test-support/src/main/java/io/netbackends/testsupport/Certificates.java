// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the single certificates {@link TestPki} puts together, with BouncyCastle's builders and the JDK's keys. */
final class Certificates {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    // 2.999 is the arc for examples: it has no meaning, so every peer skips the extension.
    private static final ASN1ObjectIdentifier PADDING = new ASN1ObjectIdentifier("2.999.1");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Certificates() {}

    /** The issuer of a certificate; a subject of the same name and key makes it self-signed. */
    record Issuer(X500Principal name, KeyPair keys) {}

    /** The validity period of a certificate, relative to now. */
    record Validity(Duration from, Duration until) {}

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no P-256 key could be made; the JDK's providers must offer EC", e);
        }
    }

    static X500Principal named(String commonName) {
        try {
            // The builder escapes special characters in a distinguished name.
            return new X500Principal(
                    new X500NameBuilder().addRDN(BCStyle.CN, commonName).build().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("common name " + commonName + " could not be encoded", e);
        }
    }

    static X509Certificate authority(
            Issuer issuer, X500Principal subject, PublicKey key, Validity validity, int padding) {
        try {
            X509v3CertificateBuilder builder = begin(issuer, subject, key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            if (padding > 0) {
                builder.addExtension(PADDING, false, new DEROctetString(new byte[padding]));
            }
            return sign(builder, issuer);
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made for authority " + subject, e);
        }
    }

    static X509Certificate leaf(
            Issuer issuer, X500Principal subject, PublicKey key, Validity validity, String... namesOrAddresses) {
        try {
            GeneralName[] names = Arrays.stream(namesOrAddresses)
                    .map(Certificates::subjectAlternative)
                    .toArray(GeneralName[]::new);
            X509v3CertificateBuilder builder = begin(issuer, subject, key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            return sign(builder, issuer);
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made for " + subject, e);
        }
    }

    private static GeneralName subjectAlternative(String nameOrAddress) {
        // No InetAddress, since it would look up a name: the name must stay as given.
        boolean address =
                nameOrAddress.indexOf(':') >= 0 || IPV4.matcher(nameOrAddress).matches();
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, nameOrAddress);
    }

    private static X509v3CertificateBuilder begin(
            Issuer issuer, X500Principal subject, PublicKey key, Validity validity)
            throws IOException, GeneralSecurityException {
        Instant now = Instant.now();
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        return new JcaX509v3CertificateBuilder(
                        issuer.name(),
                        new BigInteger(64, RANDOM).add(BigInteger.ONE),
                        Date.from(now.plus(validity.from())),
                        Date.from(now.plus(validity.until())),
                        subject,
                        key)
                .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(issuer.keys().getPublic()));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, Issuer issuer)
            throws OperatorCreationException, GeneralSecurityException {
        // Without an explicit provider, the JDK's providers are used, and BouncyCastle's need not be registered.
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(issuer.keys().getPrivate())));
    }
}
