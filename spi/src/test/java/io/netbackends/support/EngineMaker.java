// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.testsupport.Identity;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/** A provider of TLS engines. */
enum EngineMaker {
    JDK {
        @Override
        @Nullable
        Provider provider() {
            return null;
        }
    },
    CONSCRYPT {
        @Override
        Provider provider() {
            // The JDK's own trust manager does not know how Conscrypt names the key exchange of TLS 1.3.
            return Conscrypt.newProviderBuilder().provideTrustManager(true).build();
        }
    },
    BOUNCY_CASTLE {
        @Override
        Provider provider() {
            return new BouncyCastleJsseProvider(new BouncyCastleProvider());
        }
    };

    abstract @Nullable Provider provider();

    /** Returns a client context that trusts only this authority. */
    SSLContext trusting(X509Certificate authority) throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", authority);
        Provider provider = provider();
        TrustManagerFactory factory = provider == null
                ? TrustManagerFactory.getInstance("PKIX")
                : TrustManagerFactory.getInstance("PKIX", provider);
        factory.init(trusted);
        SSLContext context = context(provider);
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Returns a server context. */
    SSLContext server(Identity identity) throws Exception {
        KeyStore keys = empty();
        keys.setKeyEntry(
                "server", identity.privateKey(), new char[0], identity.chain().toArray(new Certificate[0]));
        Provider provider = provider();
        KeyManagerFactory factory = provider instanceof BouncyCastleJsseProvider
                ? KeyManagerFactory.getInstance("PKIX", provider) // its servers find no certificate in the JDK's
                : KeyManagerFactory.getInstance("SunX509");
        factory.init(keys, new char[0]);
        SSLContext context = context(provider);
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext context(@Nullable Provider provider) throws Exception {
        return provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
