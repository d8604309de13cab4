// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A private key and the certificates that vouch for it, from {@link TestPki}. */
public final class Identity {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    Identity(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
    }

    /** A server context which presents this identity and trusts no client certificate. */
    public SSLContext serverContext() {
        return TlsContexts.of(this);
    }

    /** A server context which presents this identity; whether it asks for a client certificate is up to the socket. */
    public SSLContext serverContextTrusting(TestPki clients) {
        return TlsContexts.of(this, clients.certificate());
    }

    /** The identity's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The identity's own certificate and those between it and the authority, whose own is left out. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The key of {@link #certificate()}. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Writes the chain to a new file in the directory. */
    public Path writeCertificateChainPem(Path dir) throws IOException {
        return Pem.write(dir, "chain-", Pem.ofCertificates(chain));
    }

    /** Writes the key in PKCS#8 to a new file in the directory, for its owner's eyes only. */
    public Path writeKeyPem(Path dir) throws IOException {
        return Pem.write(dir, "key-", Pem.ofKey(privateKey));
    }
}
