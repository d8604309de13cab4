// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/** The sockets that a client program is to use. All contexts trust the authority of the servers here. */
public interface Sockets {
    /** The spec of the backend, for clients that take names; nothing for the JVM's own sockets. */
    Optional<String> spec();

    SocketFactory plain();

    SSLSocketFactory tls();

    /** For clients that take nothing but a context. */
    SSLContext context();

    /** For clients that want to see what the context trusts. */
    X509TrustManager trust();
}
