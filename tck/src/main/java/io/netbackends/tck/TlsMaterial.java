// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;

/** The keys and certificates of the kit, made once, when the first case needs them. */
final class TlsMaterial {
    static final String HOST = "localhost";
    static final TestPki AUTHORITY = TestPki.create();
    static final TestPki OTHER_AUTHORITY = TestPki.create();
    static final Identity SERVER = AUTHORITY.issue(HOST, "127.0.0.1");

    private TlsMaterial() {}

    /** Makes them now, and loads what the JDK needs for TLS: a case measures the backend, not that. */
    static void prepare() {
        AUTHORITY.trusting().createSSLEngine(HOST, 443).getSupportedProtocols();
    }
}
