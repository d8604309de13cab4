// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** The prepared keys and certificates of the kit; {@link #main} recreates them. */
class TlsMaterialTest {
    private static final Path STORE =
            Path.of("src", "main", "resources", "io", "netbackends", "tck", TlsMaterial.STORE);

    @Test
    void noCertificateExpiresWithinTheNextTenYears() throws Exception {
        Date inTenYears = Date.from(Instant.now().plus(Duration.ofDays(3650)));
        KeyStore keys = TlsMaterial.keys();

        for (String alias : Collections.list(keys.aliases())) {
            ((X509Certificate) keys.getCertificate(alias)).checkValidity(inTenYears);
        }
    }

    @Test
    void theKeyOfTheAuthorityIsNotKept() throws Exception {
        assertThat(TlsMaterial.keys().isCertificateEntry(TlsMaterial.AUTHORITY)).isTrue();
    }

    /** Recreates the key store; its argument is the directory of this module. */
    public static void main(String[] args) throws Exception {
        Duration aCentury = Duration.ofDays(36_500);
        TestPki authority = TestPki.lasting(aCentury);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(TlsMaterial.AUTHORITY, authority.certificate());
        put(store, TlsMaterial.SERVER, authority.issue(TlsMaterial.HOST, "127.0.0.1"));
        put(
                store,
                TlsMaterial.SERVER_OF_ANOTHER_AUTHORITY,
                TestPki.lasting(aCentury).issue(TlsMaterial.HOST));
        put(store, TlsMaterial.SERVER_OF_ANOTHER_NAME, authority.issue("example.org"));
        put(store, TlsMaterial.SERVER_WITH_LARGE_CHAIN, authority.issueWithLargeChain(20_000, TlsMaterial.HOST));
        try (OutputStream out = Files.newOutputStream(Path.of(args[0]).resolve(STORE))) {
            store.store(out, TlsMaterial.PASSWORD.toCharArray());
        }
    }

    private static void put(KeyStore store, String alias, Identity identity) throws Exception {
        Certificate[] chain = identity.chain().toArray(Certificate[]::new);
        store.setKeyEntry(alias, identity.privateKey(), TlsMaterial.PASSWORD.toCharArray(), chain);
    }
}
