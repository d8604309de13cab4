// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.net.IDN;

/** Checks hosts and converts each to one spelling, so that lookups, routes, recordings and TLS use the same text. */
final class HostSyntax {
    private HostSyntax() {}

    /**
     * Returns the host without brackets and, if it is not ASCII, in the ASCII form of IDNA 2003 (RFC 3490), the version that
     * the JDK implements.
     *
     * @throws IllegalArgumentException if the host is malformed
     */
    static String canonical(String host) {
        String bare = host.length() > 2 && host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
        if (bare.isEmpty()) {
            throw new IllegalArgumentException("host () must not be empty");
        }
        if (hasBlank(bare)) {
            throw new IllegalArgumentException("host (" + bare.replaceAll("[\\s\\p{Cntrl}]", "?")
                    + ") must not contain white space or control characters");
        }
        if (bare.indexOf('[') >= 0 || bare.indexOf(']') >= 0) {
            throw new IllegalArgumentException(
                    "host (" + host + ") must not contain brackets, except around an address");
        }
        String ascii = isAscii(bare) || looksLikeIpv6(bare) ? bare : toAscii(bare);
        String digits = looksLikeIpv6(ascii) ? embeddedIpv4(ascii) : ascii;
        if (isNumeric(digits) && !isIpv4(digits)) {
            throw new IllegalArgumentException(
                    "host (" + host + ") must have an IPv4 address as four decimal numbers from 0"
                            + " to 255 without leading zeros: other forms mean different addresses to different systems");
        }
        return ascii;
    }

    /**
     * The JDK looks up a text with colons that begins like a name, such as {@code localhost:80}, and obeys no deadline in
     * that lookup.
     */
    static boolean looksLikeIpv6(String host) {
        char first = host.charAt(0);
        return host.indexOf(':') >= 0 && (first == ':' || (first < 128 && Character.digit(first, 16) >= 0));
    }

    /** Four decimal numbers only: the JDK looks up every other text that resembles an address. */
    static boolean isIpv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!isByte(part)) {
                return false;
            }
        }
        return true;
    }

    /** IDNA also maps full-width punctuation to ASCII: a name must not gain a colon or a slash that way. */
    private static String toAscii(String host) {
        String ascii;
        try {
            ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "host (" + host + ") must be an internationalized domain name: " + e.getMessage(), e);
        }
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (!(isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')) {
                throw new IllegalArgumentException("host (" + host + ") must be an internationalized domain name: "
                        + ascii + " contains '" + c + "'");
            }
        }
        return ascii;
    }

    /** Returns whether {@code inet_aton}, which the C library's lookup uses, may read the host as an IPv4 address. */
    private static boolean isNumeric(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length > 4) {
            return false;
        }
        for (String part : parts) {
            boolean hex = part.startsWith("0x") || part.startsWith("0X");
            String digits = hex ? part.substring(2) : part;
            if (digits.isEmpty() || !hasDigitsOnly(digits, hex ? 16 : 10)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the IPv4 address at the end of an IPv6 address; empty if there is none. */
    private static String embeddedIpv4(String ipv6) {
        int zone = ipv6.indexOf('%');
        String address = zone < 0 ? ipv6 : ipv6.substring(0, zone);
        String last = address.substring(address.lastIndexOf(':') + 1);
        return last.indexOf('.') < 0 ? "" : last;
    }

    private static boolean isByte(String part) {
        boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
        return !part.isEmpty()
                && part.length() <= 3
                && !leadingZero
                && hasDigitsOnly(part, 10)
                && Integer.parseInt(part) <= 255;
    }

    private static boolean hasDigitsOnly(String text, int radix) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static boolean isAscii(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasBlank(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                return true;
            }
        }
        return false;
    }
}
