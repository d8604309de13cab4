// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The TLS settings of a call: the certificates that it trusts (the JDK's, those of a file, or any), and the one that it presents. */
final class SslContexts {
    private SslContexts() {}

    static SSLContext context(CommonOptions options) throws CommandException {
        try {
            KeyManager @Nullable [] keys = keyManagers(options);
            TrustManager @Nullable [] trust = trustManagers(options);
            if (keys == null && trust == null) {
                return SSLContext.getDefault(); // allows several connections to resume a session
            }
            return context(keys, trust);
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandException(ExitCodes.FAILED, "TLS cannot be set up: " + Failures.message(e), e);
        }
    }

    /** Returns a context that trusts only these certificates and those that they have signed. */
    static SSLContext trusting(KeyStore certificates) throws GeneralSecurityException {
        return context(null, managers(certificates));
    }

    /** Null selects the JDK's own trust manager, which obeys the properties javax.net.ssl.trustStore..., and no keys. */
    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    private static KeyManager @Nullable [] keyManagers(CommonOptions options) throws CommandException {
        if (options.cert != null) {
            return new KeyManager[] {ClientCertificate.read(options.cert, options.key, options.pass)};
        }
        if (options.key != null || options.pass != null) {
            throw CommandException.usage((options.key == null ? "--pass" : "--key") + " needs --cert");
        }
        return KeyStoreProperties.keyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(CommonOptions options)
            throws CommandException, GeneralSecurityException, IOException {
        if (options.insecure) {
            return new TrustManager[] {new TrustAll()};
        }
        if (options.cacert == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate :
                PemFile.read("--cacert", options.cacert, ExitCodes.BAD_CACERT).certificates()) {
            store.setCertificateEntry("certificate-" + store.size(), certificate);
        }
        return managers(store);
    }

    private static TrustManager[] managers(KeyStore certificates) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates);
        return factory.getTrustManagers();
    }

    /** An extended manager, since the JDK adds a check of the host name to any other. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
