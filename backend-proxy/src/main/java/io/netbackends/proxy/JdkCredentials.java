// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.support.HostAndPort;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * Finds credentials as the JDK's own sockets do: from the {@link Authenticator} of the JVM and, for SOCKS, from the system
 * properties {@code java.net.socks.username} and {@code java.net.socks.password}.
 */
final class JdkCredentials {
    private JdkCredentials() {}

    /** Returns null if there are none. May block, since the authenticator may ask the user. */
    static @Nullable Credentials of(ProxyScheme scheme, HostAndPort proxy) {
        boolean socks = scheme != ProxyScheme.HTTP;
        if (scheme.isSocks4()) {
            return of(System.getProperty("java.net.socks.username", System.getProperty("user.name")), null);
        }
        PasswordAuthentication given = Authenticator.getDefault() == null
                ? null
                : Authenticator.requestPasswordAuthentication(
                        proxy.host(),
                        null,
                        proxy.port(),
                        socks ? "SOCKS5" : "http",
                        socks ? "SOCKS authentication" : "",
                        socks ? null : "basic",
                        null,
                        Authenticator.RequestorType.PROXY); // may block
        if (given != null) {
            return of(given.getUserName(), new String(given.getPassword()));
        }
        return socks
                ? of(System.getProperty("java.net.socks.username"), System.getProperty("java.net.socks.password"))
                : null;
    }

    private static @Nullable Credentials of(@Nullable String user, @Nullable String password) {
        return user == null || user.isEmpty() ? null : new Credentials(user, password == null ? "" : password);
    }
}
