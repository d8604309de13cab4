// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.integration.Tls;
import io.netbackends.javanet.NetworkSSLContext;
import io.netbackends.javanet.NetworkSSLSocketFactory;
import io.netbackends.javanet.NetworkSocketFactory;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/** The sockets of a backend, from the factories of {@code io.netbackends.javanet}. */
record BackendSockets(String name, NetworkBackendInterface backend, JvmSockets trusting) implements Sockets {
    BackendSockets(String name, NetworkBackendInterface backend) {
        this(name, backend, JvmSockets.trusting(Tls.PKI.certificate()));
    }

    static BackendSockets over(String spec) {
        return new BackendSockets(spec, NetworkBackend.named(spec));
    }

    @Override
    public Optional<String> spec() {
        return Optional.of(name);
    }

    @Override
    public SocketFactory plain() {
        return new NetworkSocketFactory(backend);
    }

    @Override
    public SSLSocketFactory tls() {
        return new NetworkSSLSocketFactory(trusting.context(), backend);
    }

    @Override
    public SSLContext context() {
        return NetworkSSLContext.wrap(trusting.context(), backend);
    }

    @Override
    public X509TrustManager trust() {
        return trusting.trust();
    }
}
