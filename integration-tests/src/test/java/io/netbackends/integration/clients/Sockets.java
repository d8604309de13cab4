// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/** The sockets for a client program. All contexts trust the authority of the tests' servers. */
public interface Sockets {
    /** Returns the spec of the backend, for clients that accept names; empty for the JVM's own sockets. */
    Optional<String> spec();

    SocketFactory plain();

    SSLSocketFactory tls();

    /** Returns a context, for clients that accept nothing else. */
    SSLContext context();

    /** Returns the trust manager, for clients that also require it. */
    X509TrustManager trust();
}
