// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/** The certificates of all servers and clients in these tests, and engines that use them. */
public final class Tls {
    public static final TestPki PKI = TestPki.create();
    public static final Identity SERVER = PKI.issue("localhost");
    public static final Identity CLIENT = PKI.issue("client.test");

    private Tls() {}

    /** Returns a client engine that expects {@code localhost}. */
    public static SSLEngine client(SSLContext context, String version, String... protocols) {
        SSLEngine engine = context.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        return engine;
    }

    public static SSLEngine server(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    public static SSLSession session(NetworkStreamInterface stream) {
        return stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseThrow();
    }

    /** Returns OpenSSL's name for the cipher suite of a session. */
    public static String opensslName(SSLSession session) {
        String suite = session.getCipherSuite();
        return suite.contains("_WITH_")
                ? suite.replace("TLS_", "")
                        .replace("_WITH_", "-")
                        .replace("AES_", "AES")
                        .replace('_', '-')
                        .replace("-POLY1305-SHA256", "-POLY1305")
                : suite;
    }
}
