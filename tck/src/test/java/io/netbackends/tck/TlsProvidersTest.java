// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.testsupport.Thorough;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The TLS cases with the engines of other providers. */
@Thorough
@Execution(ExecutionMode.CONCURRENT)
class TlsProvidersTest {
    @TestFactory
    Stream<DynamicTest> conscrypt() {
        // The JDK's own trust manager does not know how Conscrypt names the key exchange of TLS 1.3.
        return cases(
                Conscrypt.newProviderBuilder().provideTrustManager(true).build(),
                "TLS_09", // no application protocol is null
                "TLS_33", // a resumed session may get a new creation time
                "TLS_34"); // BoringSSL limits the length of a handshake message
    }

    @TestFactory
    Stream<DynamicTest> bouncyCastle() {
        return cases(new BouncyCastleJsseProvider(new BouncyCastleProvider()), "TLS_33"); // not over TLS 1.3
    }

    private static Stream<DynamicTest> cases(Provider provider, String... excluded) {
        return CaseRegistry.cases().stream()
                .filter(testCase ->
                        testCase.protocol() != null && !List.of(excluded).contains(testCase.id()))
                .map(testCase -> DynamicTest.dynamicTest(testCase.name(), () -> {
                    TckReport.Result result = Tck.run(testCase, fixture(provider), false);
                    Assumptions.assumeTrue(result.skipped() == null, result::skipped);
                    if (result.failure() != null) {
                        throw result.failure();
                    }
                }));
    }

    private static TckFixture fixture(Provider provider) {
        return new MemoryFixture() {
            @Override
            public SSLContext clientContext(KeyStore authorities) throws GeneralSecurityException {
                TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", provider);
                trust.init(authorities);
                SSLContext context = SSLContext.getInstance("TLS", provider);
                context.init(null, trust.getTrustManagers(), null);
                return context;
            }
        };
    }
}
