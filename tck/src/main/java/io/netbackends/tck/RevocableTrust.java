// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLContext;

/** Trusts every server until the trust is revoked, and none afterwards. */
final class RevocableTrust {
    private volatile boolean revoked;

    void revoke() {
        revoked = true;
    }

    SSLContext context() throws GeneralSecurityException {
        return ServerTrust.context(() -> {
            if (revoked) {
                throw new CertificateException("revoked by the kit");
            }
        });
    }
}
