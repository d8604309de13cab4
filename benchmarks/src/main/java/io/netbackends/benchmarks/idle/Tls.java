// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * TLS of the JDK, alike for all clients. Each connection claims to be to another port, so that none takes up the session of
 * another one.
 *
 * @param context trusts the server
 */
record Tls(SSLContext context) {
    private static final String HOST = "localhost";

    SSLEngine engine(int number) {
        SSLEngine engine = context.createSSLEngine(HOST, number);
        engine.setUseClientMode(true);
        return engine;
    }

    SSLSocket socket(Socket plain, int number) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, number, true);
    }
}
