// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options of a socket: stored until it is connected, and permanently if the connection does not support them, such as
 * {@code TCP_NODELAY} over a UNIX-domain socket. Safe for use by several threads.
 */
final class KeptOptions {
    /** Options without effect after the connect: they influence its first packet, or the bind. */
    private static final Set<SocketOption<?>> BEFORE_CONNECT = Set.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_REUSEPORT,
            StandardSocketOptions.IP_TOS);

    private final Map<SocketOption<?>, Object> kept = new ConcurrentHashMap<>();

    /** Stores a checked value. */
    <T> void keep(SocketOption<T> option, T value) {
        kept.put(option, value);
    }

    /** Returns the stored value, else the default of a new platform socket. */
    <T> T get(SocketOption<T> option) throws IOException {
        Object value = kept.get(option);
        return value == null
                ? PlatformOptions.valueOfNewSocket(option)
                : option.type().cast(value);
    }

    /** Adds the options to a request that must be set before the connect. */
    @SuppressWarnings("unchecked") // keep() ensures that the types match
    ConnectRequest addTo(ConnectRequest request) {
        ConnectRequest changed = request;
        for (Map.Entry<SocketOption<?>, Object> option : kept.entrySet()) {
            if (BEFORE_CONNECT.contains(option.getKey())) {
                changed = changed.withOption((SocketOption<Object>) option.getKey(), option.getValue());
            }
        }
        return changed;
    }

    /**
     * Sets the stored options on a connection that supports them.
     *
     * @param earlySet whether the options that must be set before the connect are set already
     */
    @SuppressWarnings("unchecked") // keep() ensures that the types match
    void applyTo(NetworkStreamInterface stream, boolean earlySet) throws IOException {
        Set<SocketOption<?>> supported = stream.supportedOptions();
        kept.putIfAbsent(StandardSocketOptions.TCP_NODELAY, false); // on by default in backends, but not in sockets
        for (Map.Entry<SocketOption<?>, Object> option : kept.entrySet()) {
            if (supported.contains(option.getKey()) && !(earlySet && BEFORE_CONNECT.contains(option.getKey()))) {
                stream.setOption((SocketOption<Object>) option.getKey(), option.getValue());
            }
        }
    }
}
