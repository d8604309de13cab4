// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.nio.charset.StandardCharsets;

/**
 * The user and password for a proxy. Immutable.
 *
 * @param user the user; not empty
 * @param password the password; may be empty
 */
record Credentials(String user, String password) {
    /** One byte holds the length of each (RFC 1929). */
    private static final int MOST_SOCKS_BYTES = 255;

    /**
     * Checks that the protocol can carry them.
     *
     * @throws IllegalArgumentException with a message without the credentials
     */
    void check(ProxyScheme scheme) {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("the user before the password must not be empty");
        }
        if (scheme.isSocks5()) {
            if (bytes(user) > MOST_SOCKS_BYTES || bytes(password) > MOST_SOCKS_BYTES) {
                throw new IllegalArgumentException(
                        "user and password must have at most 255 bytes each in SOCKS5 (RFC 1929)");
            }
        } else if (scheme.isSocks4()) {
            if (!password.isEmpty()) {
                throw new IllegalArgumentException("there must be no password, which SOCKS4 does not have");
            }
            if (user.indexOf('\0') >= 0 || bytes(user) > MOST_SOCKS_BYTES) {
                throw new IllegalArgumentException(
                        "the user must have at most 255 bytes, none of them zero, in SOCKS4");
            }
        } else if (user.indexOf(':') >= 0 || hasControl(user) || hasControl(password)) {
            throw new IllegalArgumentException(
                    "the user must have no colon, user and password no control characters in HTTP (RFC 7617)");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** Returns a text without the credentials. */
    @Override
    public String toString() {
        return "<Credentials>";
    }
}
