// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes an {@link SSLContext} whose client sockets use a backend, for clients that accept only a context. */
public final class NetworkSSLContext extends SSLContext {
    private NetworkSSLContext(SSLContext context, NetworkBackendInterface backend) {
        super(new Wrapped(context, backend, UnaryOperator.identity()), context.getProvider(), context.getProtocol());
    }

    /**
     * Wraps a context.
     *
     * <p>Trust and key managers of the {@code X509Extended} kind see the {@link javax.net.ssl.SSLSocket} if they are given to {@code
     * init} of the result, and the engine that works for it if {@code context} was initialized with them before.
     *
     * @param context provides the trusted certificates, and the one to present; may be initialized later, through the result
     * @param backend opens the connections of sockets that are not layered over another one
     * @return a context whose {@code getSocketFactory} is a {@link NetworkSSLSocketFactory}; everything else is that of
     *     {@code context}
     */
    public static SSLContext wrap(SSLContext context, NetworkBackendInterface backend) {
        return new NetworkSSLContext(
                Objects.requireNonNull(context, "context"), Objects.requireNonNull(backend, "backend"));
    }

    /**
     * Returns the implementation of such a context, for a {@link java.security.Provider}.
     *
     * @param context provides the trusted certificates, and the one to present; may be initialized later, through the result
     * @param backend as for {@link #wrap}
     * @param engines changes each engine that the context creates, except those of its sockets
     * @return the implementation of a context
     */
    public static SSLContextSpi spi(
            SSLContext context, NetworkBackendInterface backend, UnaryOperator<SSLEngine> engines) {
        return new Wrapped(
                Objects.requireNonNull(context, "context"),
                Objects.requireNonNull(backend, "backend"),
                Objects.requireNonNull(engines, "engines"));
    }

    private static final class Wrapped extends SSLContextSpi {
        private final SSLContext context;
        private final SSLSocketFactory factory;
        private final UnaryOperator<SSLEngine> engines;

        Wrapped(SSLContext context, NetworkBackendInterface backend, UnaryOperator<SSLEngine> engines) {
            this.context = context;
            this.engines = engines;
            factory = new NetworkSSLSocketFactory(context, backend);
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            context.init(SocketManagers.ofKeys(keys), SocketManagers.ofTrust(trust), random);
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            context.getSocketFactory(); // fails if the context is not initialized
            return factory;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return engines.apply(context.createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return engines.apply(context.createSSLEngine(host, port));
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }
}
