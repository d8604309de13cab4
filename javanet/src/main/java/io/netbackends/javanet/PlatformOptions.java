// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;

/** The platform's options of an unconnected socket, read from a channel that exists for this purpose. */
final class PlatformOptions {
    /** Channels support it without a constant; sockets have separate methods. */
    private static final String OUT_OF_BAND = "SO_OOBINLINE";

    private static final int MAX_LINGER_SECONDS = 65535;
    private static final int MAX_TRAFFIC_CLASS = 255;

    private PlatformOptions() {}

    static Set<SocketOption<?>> supported() throws IOException {
        try (SocketChannel any = SocketChannel.open()) {
            Set<SocketOption<?>> options = new HashSet<>(any.supportedOptions());
            options.removeIf(option -> option.name().equals(OUT_OF_BAND));
            return options;
        }
    }

    static <T> T valueOfNewSocket(SocketOption<T> option) throws IOException {
        try (SocketChannel any = SocketChannel.open()) {
            return any.getOption(option);
        }
    }

    /**
     * Returns a value as the platform stores it.
     *
     * @throws UnsupportedOperationException if a socket does not have the option
     * @throws IllegalArgumentException if the value is not allowed
     */
    static <T> T checked(SocketOption<T> option, T value) throws IOException {
        requireSupported(option);
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "'");
        }
        if (!(value instanceof Integer number)) {
            return value;
        }
        if (option == StandardSocketOptions.SO_LINGER) {
            return option.type().cast(Math.max(-1, Math.min(MAX_LINGER_SECONDS, number)));
        }
        boolean size = option == StandardSocketOptions.SO_RCVBUF || option == StandardSocketOptions.SO_SNDBUF;
        if (size && number < 0) {
            throw new IllegalArgumentException("Invalid send/receive buffer size");
        }
        if (option == StandardSocketOptions.IP_TOS && (number < 0 || number > MAX_TRAFFIC_CLASS)) {
            throw new IllegalArgumentException("Invalid IP_TOS value");
        }
        return value;
    }

    static void requireSupported(SocketOption<?> option) throws IOException {
        if (!supported().contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }
}
