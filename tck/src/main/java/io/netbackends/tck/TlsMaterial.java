// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of the kit. Their keys and certificates come from a prepared key store, so that the kit needs no library
 * to make certificates. The key of the authority was deleted after they were made.
 */
final class TlsMaterial {
    static final String HOST = "localhost";

    static final String AUTHORITY = "authority";
    static final String SERVER = "server";
    static final String SERVER_OF_ANOTHER_AUTHORITY = "server-of-another-authority";
    static final String SERVER_OF_ANOTHER_NAME = "server-of-another-name";
    static final String SERVER_WITH_LARGE_CHAIN = "server-with-large-chain";

    static final String STORE = "tls.p12";
    static final String PASSWORD = "netbackends";

    private static final KeyStore KEYS = load();

    private TlsMaterial() {}

    /** Loads the JDK's TLS classes, so that a case measures only the backend. */
    static void prepare() {
        client().createSSLEngine(HOST, 443).getSupportedProtocols();
    }

    /** Returns a new client context that trusts only the kit's authority. */
    static SSLContext client() {
        return context(null, AUTHORITY);
    }

    /** Returns the certificate of the kit's authority. */
    static KeyStore authorities() throws GeneralSecurityException {
        try {
            return authorities(AUTHORITY);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a new client context of the JDK's default provider that trusts these authorities. */
    static SSLContext client(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Returns a new context of a server for {@link #HOST}. */
    static SSLContext server() {
        return server(SERVER);
    }

    /** Returns a new context of a server with the certificate of this alias. */
    static SSLContext server(String alias) {
        return context(alias, null);
    }

    /** Returns a new context of a server for {@link #HOST} that accepts client certificates of the kit's authority. */
    static SSLContext serverForClientCertificates() {
        return context(SERVER, AUTHORITY);
    }

    /** Returns the certificate of {@link #server()}. */
    static Certificate serverCertificate() {
        try {
            return KEYS.getCertificate(SERVER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyStore keys() {
        return KEYS;
    }

    private static SSLContext context(@Nullable String identity, @Nullable String authority) {
        try {
            KeyStore own = empty();
            if (identity != null) { // only this key: a key manager chooses any suitable one
                own.setKeyEntry(
                        identity,
                        KEYS.getKey(identity, PASSWORD.toCharArray()),
                        PASSWORD.toCharArray(),
                        KEYS.getCertificateChain(identity));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authority == null ? empty() : authorities(authority));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the kit's TLS context cannot be made", e);
        }
    }

    private static KeyStore authorities(String alias) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry(alias, KEYS.getCertificate(alias));
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore load() {
        try (InputStream in = TlsMaterial.class.getResourceAsStream(STORE)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(Objects.requireNonNull(in, STORE), PASSWORD.toCharArray());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the kit's key store cannot be read", e);
        }
    }
}
