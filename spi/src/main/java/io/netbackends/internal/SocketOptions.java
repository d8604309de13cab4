// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.ConnectRequest;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Options that each new socket or channel gets; immutable. */
public record SocketOptions(Map<SocketOption<?>, Object> values) {
    /** No options at all. */
    public static final SocketOptions NONE = new SocketOptions(Map.of());

    /**
     * Asks the system for the options of a new socket. Not called by static initializers, where a failure would be
     * permanent.
     */
    @FunctionalInterface
    public interface Supported {
        /** Returns the options of an unconnected socket. */
        Set<SocketOption<?>> get() throws IOException;
    }

    /** Sets an option: {@code socket::setOption}. */
    public interface Setter {
        /** Sets an option that is supported. */
        <T> void set(SocketOption<T> option, T value) throws IOException;
    }

    /** Preserves the order in which the options are set. */
    public SocketOptions {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns these options and another one, whose value is checked when it is set. */
    public <T> SocketOptions with(SocketOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        return with(Map.of(option, value));
    }

    /**
     * Returns these options and another one.
     *
     * @throws IllegalArgumentException if the option is not supported
     * @throws UncheckedIOException if the options of the system cannot be read
     */
    public <T> SocketOptions with(SocketOption<T> option, T value, Supported supported) {
        Objects.requireNonNull(option, "option");
        Set<SocketOption<?>> allowed;
        try {
            allowed = supported.get();
        } catch (IOException e) {
            throw new UncheckedIOException("option (" + option + ") cannot be checked: " + e.getMessage(), e);
        }
        if (!allowed.contains(option)) {
            throw new IllegalArgumentException(
                    "option (" + option + ") must be one that a socket supports: " + allowed);
        }
        return with(option, value);
    }

    /**
     * Returns these options and those of a request.
     *
     * @param backend named in the message
     * @throws UnsupportedOperationException if an option of the request is not supported
     * @throws IOException if the options of the system cannot be read
     */
    public SocketOptions with(ConnectRequest request, Supported supported, Object backend) throws IOException {
        if (request.options().isEmpty()) {
            return this;
        }
        try {
            request.requireOptionsAmong(supported.get(), backend);
        } catch (IOException e) {
            throw NetworkFailures.during("connect to " + request, e);
        }
        return with(request.options());
    }

    private SocketOptions with(Map<SocketOption<?>, Object> others) {
        Map<SocketOption<?>, Object> changed = new LinkedHashMap<>(values);
        changed.putAll(others);
        return new SocketOptions(changed);
    }

    /** Sets the options. */
    @SuppressWarnings("unchecked") // the methods that add options ensure that the types match
    public void applyTo(Setter setter) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : values.entrySet()) {
            setter.set((SocketOption<Object>) option.getKey(), option.getValue());
        }
    }
}
