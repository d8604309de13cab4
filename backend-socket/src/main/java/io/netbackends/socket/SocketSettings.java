// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.TlsTruncation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How sockets are set up; immutable. */
record SocketSettings(
        Map<SocketOption<?>, Object> options, @Nullable InetSocketAddress localAddress, TlsTruncation truncation) {
    static final SocketSettings DEFAULT =
            new SocketSettings(Map.of(StandardSocketOptions.TCP_NODELAY, true), null, TlsTruncation.ERROR);

    private static final Set<SocketOption<?>> SUPPORTED = supportedOptions();

    SocketSettings {
        Objects.requireNonNull(truncation, "truncation");
    }

    <T> SocketSettings with(SocketOption<T> option, T value) {
        Objects.requireNonNull(value, "value");
        if (!SUPPORTED.contains(Objects.requireNonNull(option, "option"))) {
            throw new IllegalArgumentException(
                    "option (" + option + ") must be one that a socket supports: " + SUPPORTED);
        }
        Map<SocketOption<?>, Object> changed = new LinkedHashMap<>(options);
        changed.put(option, value);
        return new SocketSettings(Map.copyOf(changed), localAddress, truncation);
    }

    SocketSettings with(TlsTruncation changed) {
        return new SocketSettings(options, localAddress, changed);
    }

    SocketSettings from(@Nullable InetSocketAddress address) {
        return new SocketSettings(options, address, truncation);
    }

    /** Begins an attempt to connect to an address, without a proxy: the name it belongs to has been checked for one. */
    HappyEyeballs.Attempt<Socket> open(InetSocketAddress address) {
        return new SocketAttempt(Proxy.NO_PROXY, address, this);
    }

    private static Set<SocketOption<?>> supportedOptions() {
        try (Socket any = new Socket()) {
            return any.supportedOptions();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // with(option, value) took care that the types match
    void applyTo(Socket socket) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            socket.setOption((SocketOption<Object>) option.getKey(), option.getValue());
        }
    }
}
