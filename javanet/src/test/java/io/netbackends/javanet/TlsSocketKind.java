// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The origin of a TLS client socket; each must behave like the platform's. */
enum TlsSocketKind {
    PLATFORM,
    OVER_SOCKET("socket"),
    OVER_NIO("nio"),
    /** Over a platform socket. */
    LAYERED("socket");

    private final String spec;

    TlsSocketKind(String... spec) {
        this.spec = spec.length == 0 ? "" : spec[0];
    }

    SSLSocketFactory factory(SSLContext context) {
        return this == PLATFORM
                ? context.getSocketFactory()
                : new NetworkSSLSocketFactory(context, NetworkBackend.named(spec));
    }

    /** Returns a connected socket for TLS to be layered over. */
    Socket unencrypted(InetSocketAddress server) throws IOException {
        return this == PLATFORM || this == LAYERED
                ? new Socket(server.getAddress(), server.getPort())
                : new NetworkSocketFactory(spec).createSocket("localhost", server.getPort());
    }

    /** Returns a connected socket whose handshake has not begun. */
    SSLSocket connect(SSLContext context, InetSocketAddress server) throws IOException {
        if (this == LAYERED) {
            Socket raw = new Socket(server.getAddress(), server.getPort());
            return (SSLSocket) factory(context).createSocket(raw, "localhost", server.getPort(), true);
        }
        return (SSLSocket) factory(context).createSocket("localhost", server.getPort());
    }
}
