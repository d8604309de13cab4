// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A private key and its certificate chain, from {@link TestPki}. */
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

    /** A server context which presents this identity; the socket decides whether to request a client certificate. */
    public SSLContext serverContextTrusting(TestPki clients) {
        return TlsContexts.of(this, clients.certificate());
    }

    /** The identity's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The identity's certificate and the intermediate ones, without that of the authority. */
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

    /** Writes the key in PKCS#8 to a new file in the directory, readable by its owner only. */
    public Path writeKeyPem(Path dir) throws IOException {
        return Pem.write(dir, "key-", Pem.ofKey(privateKey));
    }
}
