// SPDX-License-Identifier: Apache-2.0
/** Certificates, scripted peers and child JVMs for the project's own tests and its test kit; not an API for applications. */
module io.netbackends.testsupport {
    requires java.logging;
    requires java.compiler;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports io.netbackends.testsupport;
}
