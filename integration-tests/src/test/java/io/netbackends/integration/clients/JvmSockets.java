// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The sockets of a program without a backend. */
record JvmSockets(SSLContext context, X509TrustManager trust) implements Sockets {
    /** Uses the default context, which trusts the same certificates as the JVM. */
    static JvmSockets ofTheJvm() {
        return trusting((KeyStore) null);
    }

    static JvmSockets trusting(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            return trusting(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JvmSockets trusting(KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return new JvmSockets(context, trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> spec() {
        return Optional.empty();
    }

    @Override
    public SocketFactory plain() {
        return SocketFactory.getDefault();
    }

    @Override
    public SSLSocketFactory tls() {
        return context.getSocketFactory();
    }
}
