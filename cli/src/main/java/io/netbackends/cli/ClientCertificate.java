// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** The client certificate and its private key, from the files of {@code --cert} and {@code --key}. */
final class ClientCertificate {
    private ClientCertificate() {}

    /**
     * Reads them. The first certificate is the client's, the others are its issuers. Fails unless the key belongs to the
     * first one.
     */
    static X509KeyManager read(Path certificateFile, @Nullable Path keyFile, @Nullable String pass)
            throws CommandException {
        PemFile certificates = PemFile.read("--cert", certificateFile, ExitCodes.BAD_CLIENT_CERTIFICATE);
        List<X509Certificate> chain = certificates.certificates();
        PemFile file =
                keyFile == null ? certificates : PemFile.read("--key", keyFile, ExitCodes.BAD_CLIENT_CERTIFICATE);
        List<PemBlock> keys = file.blocks("PRIVATE KEY");
        if (keys.size() != 1) {
            String where = keyFile == null ? "; --key FILE names another file" : "";
            throw file.bad("has " + keys.size() + " private keys in PEM format instead of one" + where, null);
        }
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey key = privateKey(file, keys.get(0), publicKey, pass);
        if (!belongTogether(key, publicKey)) {
            throw file.bad("has a private key that does not belong to the certificate of --cert", null);
        }
        return new SingleKeyManager(chain, key);
    }

    private static PrivateKey privateKey(PemFile file, PemBlock block, PublicKey publicKey, @Nullable String pass)
            throws CommandException {
        try {
            PrivateKeyInfo info = privateKeyInfo(file, block, pass);
            return KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (InvalidKeySpecException e) {
            throw file.bad(
                    "has a private key that does not belong to the certificate of --cert, whose key is of the type "
                            + publicKey.getAlgorithm() + ": " + Failures.message(e),
                    e);
        } catch (IOException | GeneralSecurityException | OperatorCreationException | RuntimeException e) {
            throw file.bad("has a private key that cannot be read: " + Failures.message(e), e);
        }
    }

    private static PrivateKeyInfo privateKeyInfo(PemFile file, PemBlock block, @Nullable String pass)
            throws CommandException, IOException, OperatorCreationException {
        @Nullable Object key;
        try (PEMParser parser = new PEMParser(new StringReader(block.text()))) {
            key = parser.readObject();
        }
        if (key instanceof PrivateKeyInfo info) {
            return info;
        }
        if (key instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (pass == null) {
            throw file.bad("has a private key that is encrypted: --pass must be given", null);
        }
        try {
            return decrypted(Objects.requireNonNull(key, "key"), pass.toCharArray());
        } catch (IOException | PKCSException e) {
            throw file.bad("has a private key that cannot be decrypted: --pass may be wrong", e);
        }
    }

    /** Decrypts with a provider that is not installed in the JVM. */
    private static PrivateKeyInfo decrypted(Object key, char[] pass)
            throws IOException, PKCSException, OperatorCreationException {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        return key instanceof PEMEncryptedKeyPair pair
                ? pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                .setProvider(provider)
                                .build(pass))
                        .getPrivateKeyInfo()
                : ((PKCS8EncryptedPrivateKeyInfo) key)
                        .decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                                .setProvider(provider)
                                .build(pass));
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) throws CommandException {
        byte[] data = {1};
        try {
            Signature signature = Signature.getInstance(
                    switch (publicKey.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        case "DSA" -> "SHA256withDSA";
                        default -> publicKey.getAlgorithm();
                    });
            signature.initSign(privateKey);
            signature.update(data);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(data);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new CommandException(
                    ExitCodes.BAD_CLIENT_CERTIFICATE,
                    "the private key of the client's certificate cannot be used: " + Failures.message(e),
                    e);
        }
    }
}
