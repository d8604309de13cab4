// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.net.SocketOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Options that each new socket or channel gets. Immutable. */
public final class SocketOptions {
    private final Set<SocketOption<?>> supported;
    private final Map<SocketOption<?>, Object> values;

    private SocketOptions(Set<SocketOption<?>> supported, Map<SocketOption<?>, Object> values) {
        this.supported = supported;
        this.values = values;
    }

    /** What sets an option: {@code socket::setOption}. */
    public interface Setter {
        /**
         * Sets an option.
         *
         * @param <T> the type of the value
         * @param option one that is supported
         * @param value for the option
         * @throws IOException if the socket failed, or does not take the value
         */
        <T> void set(SocketOption<T> option, T value) throws IOException;
    }

    /**
     * Returns no options at all, to begin with.
     *
     * @param supported what {@link #with} is to accept
     * @return sets nothing
     */
    public static SocketOptions among(Set<SocketOption<?>> supported) {
        return new SocketOptions(Set.copyOf(supported), Map.of());
    }

    /**
     * Adds an option, or changes the value of one that is there.
     *
     * @param <T> the type of the value
     * @param option a supported one
     * @param value checked when it is set
     * @return these options, and that one
     * @throws IllegalArgumentException if the option is not supported
     */
    public <T> SocketOptions with(SocketOption<T> option, T value) {
        Objects.requireNonNull(value, "value");
        if (!supported.contains(Objects.requireNonNull(option, "option"))) {
            throw new IllegalArgumentException(
                    "option (" + option + ") must be one that a socket supports: " + supported);
        }
        Map<SocketOption<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(option, value);
        return new SocketOptions(supported, changed);
    }

    /**
     * Sets the options.
     *
     * @param setter called for each of them
     * @throws IOException if the setter fails
     */
    @SuppressWarnings("unchecked") // with(option, value) took care that the types match
    public void applyTo(Setter setter) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : values.entrySet()) {
            setter.set((SocketOption<Object>) option.getKey(), option.getValue());
        }
    }
}
