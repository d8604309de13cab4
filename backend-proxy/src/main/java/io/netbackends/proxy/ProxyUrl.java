// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.support.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the URLs of proxies, and hides secrets in texts that may contain them. */
final class ProxyUrl {
    /** The suffix of the scheme of a proxy behind a UNIX-domain socket. */
    static final String UNIX = "+unix";

    private static final String SEPARATOR = "://";
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<host>\\[[^\\[\\]]*]|[^:\\[\\]]*)(:(?<port>[0-9]{1,9}))?");

    /** A port that is not a number may be a password in a URL whose host was omitted. */
    private static final Pattern WRONG_PORT = Pattern.compile("(://)[^/\\s:,;\\[\\]@]+:(?![0-9]{1,5}(?:[/,;\\s]|$)).*");

    private ProxyUrl() {}

    static ProxyServer parse(String url) {
        int separator = url.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("a proxy must begin with a scheme, one of " + ProxyScheme.all());
        }
        String name = url.substring(0, separator).toLowerCase(Locale.ROOT);
        boolean unix = name.endsWith(UNIX);
        ProxyScheme scheme = ProxyScheme.of(unix ? name.substring(0, name.length() - UNIX.length()) : name);
        if (scheme == null) {
            throw new IllegalArgumentException("the scheme of a proxy must be one of " + ProxyScheme.all() + " or have "
                    + UNIX + " after it for a UNIX-domain socket");
        }
        String rest = url.substring(separator + SEPARATOR.length());
        return unix ? unixProxy(scheme, rest) : proxy(scheme, rest);
    }

    private static ProxyServer proxy(ProxyScheme scheme, String rest) {
        int at = rest.lastIndexOf('@');
        String place = rest.endsWith("/") ? rest.substring(at + 1, rest.length() - 1) : rest.substring(at + 1);
        Matcher matcher = HOST_AND_PORT.matcher(place);
        if (!matcher.matches() || place.matches(".*[/?#].*")) {
            throw new IllegalArgumentException(
                    "after scheme and credentials, a proxy must have only a host and an optional port");
        }
        String port = matcher.group("port");
        int number = port == null ? scheme.defaultPort() : Integer.parseInt(port);
        if (number == 0) {
            throw new IllegalArgumentException("port (0) must be between 1 and 65535");
        }
        return ProxyServer.at(scheme, new HostAndPort(matcher.group("host"), number), credentials(rest, at));
    }

    private static ProxyServer unixProxy(ProxyScheme scheme, String rest) {
        if (scheme == ProxyScheme.HTTPS) {
            throw new IllegalArgumentException("the scheme must not be https" + UNIX
                    + ": a certificate is for a host, and a UNIX-domain socket has none");
        }
        int slash = rest.indexOf('/');
        int at = slash - 1;
        if (slash < 0 || (at >= 0 && rest.charAt(at) != '@')) {
            throw new IllegalArgumentException(
                    "after scheme and credentials, there must be the absolute path of a socket: " + scheme.text() + UNIX
                            + ":///run/proxy.sock");
        }
        return ProxyServer.at(scheme, UnixDomainSocketAddress.of(rest.substring(slash)), credentials(rest, at));
    }

    private static @Nullable Credentials credentials(String rest, int at) {
        if (at < 0) {
            return null;
        }
        String userInfo = rest.substring(0, at);
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new Credentials(decoded(userInfo), "")
                : new Credentials(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
                int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException(
                            "user and password must have two hexadecimal digits after each percent sign");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("user and password must be UTF-8 where they are percent-encoded");
        }
    }

    /** Returns a text, possibly malformed, without anything that may be credentials. In doubt, it removes more. */
    static String masked(String text) {
        int end = text.lastIndexOf('@');
        if (end < 0) {
            return WRONG_PORT.matcher(text).replaceAll("$1***");
        }
        int separator = text.indexOf(SEPARATOR);
        int begin = separator < 0 || separator > end ? 0 : separator + SEPARATOR.length();
        return text.substring(0, begin) + "***"
                + WRONG_PORT.matcher(text.substring(end)).replaceAll("$1***");
    }
}
