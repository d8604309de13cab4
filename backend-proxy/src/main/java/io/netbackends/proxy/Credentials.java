// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.nio.charset.StandardCharsets;

/**
 * What a proxy is to know its user by. Immutable.
 *
 * @param user not empty
 * @param password may be empty
 */
record Credentials(String user, String password) {
    /** RFC 1929: one byte holds the length of each. */
    private static final int MOST_SOCKS_BYTES = 255;

    /**
     * Fails if the protocol cannot carry them.
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

    /** Returns nothing of what they are. */
    @Override
    public String toString() {
        return "<Credentials>";
    }
}
