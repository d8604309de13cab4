// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The protocols of proxies, by the schemes of their URLs. */
enum ProxyScheme {
    /** SOCKS 5 (RFC 1928): this side looks up names, and the proxy gets addresses. */
    SOCKS5(1080, true),
    /** SOCKS 5 (RFC 1928): the proxy looks up names. */
    SOCKS5H(1080, false),
    /** SOCKS 4: this side looks up names, and the proxy gets IPv4 addresses. */
    SOCKS4(1080, true),
    /** SOCKS 4A: the proxy looks up names. */
    SOCKS4A(1080, false),
    /** CONNECT (RFC 9110 section 9.3.6): the proxy looks up names. */
    HTTP(80, false),
    /** CONNECT over TLS to the proxy. */
    HTTPS(443, false);

    private final int defaultPort;
    private final boolean lookingUpHere;

    ProxyScheme(int defaultPort, boolean lookingUpHere) {
        this.defaultPort = defaultPort;
        this.lookingUpHere = lookingUpHere;
    }

    static @Nullable ProxyScheme of(String name) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.text().equalsIgnoreCase(name))
                .findAny()
                .orElse(null);
    }

    /** Returns the beginnings of URLs with each scheme, for messages. */
    static String all() {
        return Arrays.stream(values()).map(scheme -> scheme.text() + "://").collect(Collectors.joining(", "));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    int defaultPort() {
        return defaultPort;
    }

    /** Returns whether the proxy accepts only addresses. */
    boolean isLookingUpHere() {
        return lookingUpHere;
    }

    boolean isSocks5() {
        return this == SOCKS5 || this == SOCKS5H;
    }

    boolean isSocks4() {
        return this == SOCKS4 || this == SOCKS4A;
    }
}
