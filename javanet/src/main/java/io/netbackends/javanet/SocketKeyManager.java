// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Passes the socket in place of its engine to another key manager. A manager that is not of the extended kind does not
 * support engines.
 */
final class SocketKeyManager extends X509ExtendedKeyManager {
    private final X509KeyManager delegate;

    SocketKeyManager(X509KeyManager delegate) {
        this.delegate = delegate;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        SSLSocket socket = SocketHandshake.socketOf(engine);
        if (socket != null) {
            return delegate.chooseClientAlias(types, issuers, socket);
        }
        return delegate instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineClientAlias(types, issuers, engine)
                : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        SSLSocket socket = SocketHandshake.socketOf(engine);
        if (socket != null) {
            return delegate.chooseServerAlias(type, issuers, socket);
        }
        return delegate instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineServerAlias(type, issuers, engine)
                : null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return delegate.chooseClientAlias(types, issuers, socket);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return delegate.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return delegate.getClientAliases(type, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return delegate.getServerAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return delegate.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return delegate.getPrivateKey(alias);
    }
}
