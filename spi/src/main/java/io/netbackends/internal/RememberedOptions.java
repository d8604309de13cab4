// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of a connection without a socket. It accepts the options of a TCP socket and remembers their values without
 * any effect, so that a program need not know its transport. Safe for use by several threads.
 */
public final class RememberedOptions {
    private static final Map<SocketOption<?>, Object> DEFAULTS = Map.of(
            StandardSocketOptions.IP_TOS,
            0,
            StandardSocketOptions.SO_KEEPALIVE,
            false,
            StandardSocketOptions.SO_LINGER,
            -1,
            StandardSocketOptions.SO_RCVBUF,
            64 * 1024,
            StandardSocketOptions.SO_REUSEADDR,
            false,
            StandardSocketOptions.SO_SNDBUF,
            64 * 1024,
            StandardSocketOptions.TCP_NODELAY,
            false);

    /** Created when an option is first set. */
    private volatile @Nullable Map<SocketOption<?>, Object> values;

    /** {@return the options that can be set} */
    public static Set<SocketOption<?>> supported() {
        return DEFAULTS.keySet();
    }

    /**
     * Remembers a value.
     *
     * @throws UnsupportedOperationException if the option is not supported
     * @throws IllegalArgumentException if the value is of the wrong type, or negative where a socket accepts no negative one
     */
    public <T> void set(SocketOption<T> option, T value) {
        checkSupported(option);
        boolean negative = value instanceof Integer number && number < 0 && option != StandardSocketOptions.SO_LINGER;
        if (negative || !option.type().isInstance(value)) {
            throw new IllegalArgumentException("value (" + value + ") must be valid for " + option);
        }
        made().put(option, value);
    }

    /**
     * Returns the value of an option: the value set, else a plausible default.
     *
     * @throws UnsupportedOperationException if the option is not supported
     */
    public <T> T get(SocketOption<T> option) {
        checkSupported(option);
        Map<SocketOption<?>, Object> known = values;
        Object value = (known == null ? DEFAULTS : known).get(option);
        return Objects.requireNonNull(option.type().cast(value));
    }

    private static void checkSupported(SocketOption<?> option) {
        if (!DEFAULTS.containsKey(option)) {
            throw new UnsupportedOperationException("option (" + option + ") must be one of " + DEFAULTS.keySet());
        }
    }

    private synchronized Map<SocketOption<?>, Object> made() {
        Map<SocketOption<?>, Object> known = values;
        if (known == null) {
            known = new ConcurrentHashMap<>(DEFAULTS);
            values = known;
        }
        return known;
    }
}
