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
 * The options of a socket: kept until it is connected, and for good where the connection does not have them, as one through a
 * UNIX-domain socket has no {@code TCP_NODELAY}. Safe for use by several threads.
 */
final class KeptOptions {
    /** Of no use afterwards: they are part of the connection's first packet, or of how its local address is taken. */
    private static final Set<SocketOption<?>> BEFORE_CONNECT = Set.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_REUSEPORT,
            StandardSocketOptions.IP_TOS);

    private final Map<SocketOption<?>, Object> kept = new ConcurrentHashMap<>();

    /** Keeps a value that was checked. */
    <T> void keep(SocketOption<T> option, T value) {
        kept.put(option, value);
    }

    /** Returns the value that was kept, else that of a new socket of the platform. */
    <T> T get(SocketOption<T> option) throws IOException {
        Object value = kept.get(option);
        return value == null
                ? PlatformOptions.valueOfNewSocket(option)
                : option.type().cast(value);
    }

    /** Adds to a request what must be set before it is connected. */
    @SuppressWarnings("unchecked") // keep() has made the types match
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
     * Sets what was kept on a connection, where it has the option.
     *
     * @param earlySet whether the options that matter before the connection is made are set already
     */
    @SuppressWarnings("unchecked") // keep() has made the types match
    void applyTo(NetworkStreamInterface stream, boolean earlySet) throws IOException {
        Set<SocketOption<?>> supported = stream.supportedOptions();
        kept.putIfAbsent(StandardSocketOptions.TCP_NODELAY, false); // backends switch it on, sockets do not
        for (Map.Entry<SocketOption<?>, Object> option : kept.entrySet()) {
            if (supported.contains(option.getKey()) && !(earlySet && BEFORE_CONNECT.contains(option.getKey()))) {
                stream.setOption((SocketOption<Object>) option.getKey(), option.getValue());
            }
        }
    }
}
