// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * The TLS settings, the same for all clients.
 *
 * @param context a context that trusts the server
 */
record Tls(SSLContext context) {
    private static final String HOST = "localhost";
    private static final int PORT = 443;

    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine(HOST, PORT);
        engine.setUseClientMode(true);
        return engine;
    }

    SSLSocket socket(Socket plain) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, PORT, true);
    }
}
