// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.TlsTruncation;
import io.netbackends.internal.Spelling;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings that make sockets differ from those of the platform.
 *
 * @param writeTimeout the maximum time of a write; zero for no limit
 * @param truncation how to treat a TLS connection that ends without close_notify
 */
record SocketSettings(Duration writeTimeout, TlsTruncation truncation) {
    static final String PROPERTIES = "netbackends.javanet.";
    static final String WRITE_TIMEOUT = "write-timeout";
    static final String STRICT = "strict";

    private static final String VARIABLES = "NETBACKENDS_JAVANET_";
    private static final List<String> KEYS = List.of(STRICT, WRITE_TIMEOUT);
    private static final String TRUNCATION = "truncation";
    private static final int MAX_DIGITS = 9;
    private static final SocketSettings PLATFORM = new SocketSettings(Duration.ZERO, TlsTruncation.END_OF_STREAM);

    /**
     * Returns what {@link #current} does, but also checks the names of all properties, which would take too long for each
     * socket.
     *
     * @throws IllegalArgumentException if a value is not allowed, or a property is unknown
     */
    static SocketSettings checked() {
        for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
            if (name.startsWith(PROPERTIES)) {
                requireKnown(name.substring(PROPERTIES.length()), PROPERTIES, name);
            }
        }
        return current();
    }

    /**
     * Returns the settings of the system properties, or else of the environment.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    static SocketSettings current() {
        SocketSettings settings = PLATFORM;
        for (String key : KEYS) {
            String property = System.getProperty(PROPERTIES + key);
            String variable = VARIABLES + key.toUpperCase(Locale.ROOT).replace('-', '_');
            String name = property == null ? variable : PROPERTIES + key;
            String text = property == null ? System.getenv(variable) : property;
            settings = text == null || text.isEmpty() ? settings : settings.with(key, name, text);
        }
        return settings;
    }

    /**
     * Returns these settings with one changed.
     *
     * @param key one of this class
     * @param name as written by the user, for messages
     * @throws IllegalArgumentException if the key is unknown, or its value is not allowed
     */
    SocketSettings with(String key, String name, String text) {
        requireKnown(key, "", name);
        return key.equals(STRICT)
                ? new SocketSettings(writeTimeout, strict(name, text))
                : new SocketSettings(millis(name, text), truncation);
    }

    private static TlsTruncation strict(String name, String text) {
        if (!text.equals(TRUNCATION)) {
            throw new IllegalArgumentException(name + " (" + text + ") must be " + TRUNCATION);
        }
        return TlsTruncation.ERROR;
    }

    private static Duration millis(String name, String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    name + " (" + text + ") must be a number of milliseconds, at most 9 digits");
        }
        return Duration.ofMillis(Integer.parseInt(text));
    }

    private static void requireKnown(String key, String prefix, String name) {
        if (!KEYS.contains(key)) {
            @Nullable String meant = Spelling.closest(key, KEYS);
            throw new IllegalArgumentException("setting " + name + " must be one that sockets have"
                    + (meant == null ? "" : "; did you mean " + prefix + meant + "?") + " (they have "
                    + String.join(", ", KEYS) + ")");
        }
    }
}
