// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The protocols that proxies speak, by the schemes of their URLs. */
enum ProxyScheme {
    /** RFC 1928; the proxy gets addresses, which this side looks up. */
    SOCKS5(1080, true),
    /** RFC 1928; the proxy looks up names. */
    SOCKS5H(1080, false),
    /** SOCKS 4: IPv4 addresses, which this side looks up. */
    SOCKS4(1080, true),
    /** SOCKS 4A: the proxy looks up names. */
    SOCKS4A(1080, false),
    /** CONNECT of RFC 9110 section 9.3.6; the proxy looks up names. */
    HTTP(80, false),
    /** The same, over TLS to the proxy. */
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

    /** Returns all schemes as a URL begins with them, for messages. */
    static String all() {
        return Arrays.stream(values()).map(scheme -> scheme.text() + "://").collect(Collectors.joining(", "));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    int defaultPort() {
        return defaultPort;
    }

    /** Returns whether the proxy gets addresses only. */
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
