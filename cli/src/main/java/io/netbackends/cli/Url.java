// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.support.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL, parsed strictly: it is sent unchanged, or rejected.
 *
 * @param tls whether it is https
 * @param peer the host and the port, which may be the default port
 * @param authority the value of the Host header: without the default port
 * @param target the path and the query, unchanged
 */
record Url(boolean tls, HostAndPort peer, String authority, String target) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<host>\\[[^]]*]|[A-Za-z0-9._~-]*)(?::(?<port>[0-9]*))?");

    /** Matches the host, possibly non-ASCII, of a URL without user information. */
    private static final Pattern FOREIGN_HOST = Pattern.compile("[^/?#:@\\[\\]\\s]+(?=[/?#:]|$)(?![^/?#]*@)");

    private static final String NO_USER_INFO = "must not contain a user name or password";

    static Url parse(String text) throws CommandException {
        Matcher scheme = SCHEME.matcher(text);
        if (!scheme.lookingAt()) {
            throw malformed(text, "must begin with http:// or https://", null);
        }
        boolean tls = switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "http" -> false;
            case "https" -> true;
            // The same exit code as curl's for an unsupported protocol.
            default ->
                throw new CommandException(
                        ExitCodes.FAILED,
                        "URL (" + Secrets.hideUserInfo(text) + "): scheme must be http or https",
                        null);
        };
        try {
            return of(tls, parsed(withAsciiHost(text, scheme.end())));
        } catch (IllegalArgumentException e) {
            throw malformed(text, Failures.message(e), e);
        }
    }

    private static Url of(boolean tls, URI uri) {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (authority.contains("@")) {
            throw new IllegalArgumentException(NO_USER_INFO);
        }
        Matcher matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    uri.toString().contains("@") // after a character that ends the authority
                            ? NO_USER_INFO
                            : "host and port (" + authority + ") must be HOST or HOST:PORT");
        }
        String host = matcher.group("host");
        int defaultPort = tls ? 443 : 80;
        int port = port(matcher.group("port"), defaultPort);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Url(
                tls,
                new HostAndPort(host, port),
                withoutZone(host) + (port == defaultPort ? "" : ":" + port),
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /** Converts the host as {@link HostAndPort} does, since a URI allows only ASCII. */
    private static String withAsciiHost(String text, int start) {
        Matcher matcher = FOREIGN_HOST.matcher(text).region(start, text.length());
        if (!matcher.lookingAt() || matcher.group().chars().allMatch(c -> c < 128)) {
            return text;
        }
        return text.substring(0, start) + new HostAndPort(matcher.group(), 0).host() + text.substring(matcher.end());
    }

    private static URI parsed(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "must be ASCII without white space, except for the host: percent-encode the rest");
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            String at = e.getIndex() < 0 ? "" : " at index " + e.getIndex();
            throw new IllegalArgumentException(e.getReason().toLowerCase(Locale.ROOT) + at, e);
        }
    }

    private static int port(@Nullable String digits, int defaultPort) {
        if (digits == null || digits.isEmpty()) {
            return defaultPort;
        }
        if (digits.length() > 9) {
            throw new IllegalArgumentException("port (" + digits + ") must be between 0 and 65535");
        }
        return Integer.parseInt(digits);
    }

    /** Removes the zone of a link-local address, which is valid only on this machine. */
    private static String withoutZone(String host) {
        return host.replaceFirst("%.*]", "]");
    }

    private static CommandException malformed(String text, String why, @Nullable Throwable cause) {
        return new CommandException(
                ExitCodes.URL_MALFORMED, "URL (" + Secrets.hideUserInfo(text) + ") is malformed: " + why, cause);
    }
}
