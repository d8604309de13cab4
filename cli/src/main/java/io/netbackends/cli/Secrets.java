// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets of the command line from messages: users and passwords in URLs, and values of options named like
 * passwords.
 */
final class Secrets {
    private static final String HIDDEN = "***";

    /**
     * Matches up to the last @ of a URL, since a password may contain others that are not percent-encoded; without a URL,
     * user:password@.
     */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)\\S*@|[^\\s:/@(]+:(?!//)[^\\s:@]+@");

    /** Matches an option such as {@code --pass}, whose value is the next argument. */
    private static final Pattern NAME = Pattern.compile("(?i)-+[a-z-]*pass[a-z-]*");

    /** Matches {@code --pass=...}, {@code -Djava.net.socks.password=...}, or the latter after a separate -D. */
    private static final Pattern NAME_AND_VALUE = Pattern.compile("(?is)[^=:]*(?:pass|secret|token)[^=:]*=(.+)");

    private final Set<String> values = new LinkedHashSet<>();

    Secrets(String[] args) {
        for (int i = 0; i < args.length; i++) {
            Matcher named = NAME_AND_VALUE.matcher(args[i]);
            if (named.matches()) {
                values.add(named.group(1));
            } else if (NAME.matcher(args[i]).matches() && i + 1 < args.length) {
                values.add(args[i + 1]);
            }
        }
    }

    /** Returns a text without users and passwords in URLs. */
    static String hideUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll(HIDDEN + "@");
    }

    /** Returns a text without secrets; values are replaced only as whole words. */
    String hide(String text) {
        String hidden = hideUserInfo(text);
        for (String value : values) {
            hidden = Pattern.compile("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)")
                    .matcher(hidden)
                    .replaceAll(HIDDEN);
        }
        return hidden;
    }
}
