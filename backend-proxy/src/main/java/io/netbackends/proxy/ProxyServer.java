// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.support.HostAndPort;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One proxy: its protocol, its address, and the credentials for it. Immutable.
 *
 * <p>As text it is a URL: {@code socks5h://user:password@proxy.example:1080}. The schemes:
 *
 * <ul>
 *   <li>{@code socks5h} (RFC 1928, 1929), {@code socks4a}: the proxy looks up names; {@code socks5}, {@code socks4}: names
 *       are looked up locally, and the proxy gets addresses. The port is 1080 by default;
 *   <li>{@code http}: the method CONNECT (RFC 9110), with Basic authentication; port 80 by default. {@code https}: the same over TLS
 *       to the proxy; port 443 by default;
 *   <li>each of these except {@code https} with the suffix {@code +unix}, for a proxy behind a UNIX-domain socket: {@code
 *       socks5h+unix:///run/tor.sock}.
 * </ul>
 *
 * <p>Reserved characters of user and password are percent-encoded.
 */
public final class ProxyServer {
    private final ProxyScheme scheme;
    private final @Nullable HostAndPort address;
    private final @Nullable UnixDomainSocketAddress path;
    private final @Nullable Credentials credentials;

    private ProxyServer(
            ProxyScheme scheme,
            @Nullable HostAndPort address,
            @Nullable UnixDomainSocketAddress path,
            @Nullable Credentials credentials) {
        if (credentials != null) {
            credentials.check(scheme);
        }
        this.scheme = scheme;
        this.address = address;
        this.path = path;
        this.credentials = credentials;
    }

    static ProxyServer at(ProxyScheme scheme, HostAndPort address, @Nullable Credentials credentials) {
        return new ProxyServer(scheme, address, null, credentials);
    }

    static ProxyServer at(ProxyScheme scheme, UnixDomainSocketAddress path, @Nullable Credentials credentials) {
        return new ProxyServer(scheme, null, path, credentials);
    }

    /**
     * Parses a URL.
     *
     * @param url as described {@linkplain ProxyServer above}
     * @return the proxy
     * @throws IllegalArgumentException if the URL is malformed, or has credentials that the protocol cannot carry; the message does
     *     not contain them
     */
    public static ProxyServer parse(String url) {
        return ProxyUrl.parse(Objects.requireNonNull(url, "url"));
    }

    /**
     * Returns the same proxy with other credentials.
     *
     * @param user not empty
     * @param password may be empty; must be empty for SOCKS 4, which has no password
     * @return a proxy with these credentials
     * @throws IllegalArgumentException if the protocol cannot carry them; the message does not contain them
     */
    public ProxyServer withCredentials(String user, String password) {
        return new ProxyServer(scheme, address, path, new Credentials(user, password));
    }

    ProxyScheme scheme() {
        return scheme;
    }

    /** Returns the address of the proxy; null if it has a {@link #path}. */
    @Nullable
    HostAndPort address() {
        return address;
    }

    /** Returns the UNIX-domain socket of the proxy; null if it has an {@link #address}. */
    @Nullable
    SocketAddress path() {
        return path;
    }

    @Nullable
    Credentials credentials() {
        return credentials;
    }

    /** Returns the URL without credentials. */
    @Override
    public String toString() {
        return address == null ? scheme.text() + ProxyUrl.UNIX + "://" + path : scheme.text() + "://" + address;
    }
}
