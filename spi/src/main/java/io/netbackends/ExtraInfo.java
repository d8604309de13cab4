// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.net.SocketAddress;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * A key of {@link NetworkStreamInterface#getExtraInfo(ExtraInfo)}, with the type of its value.
 *
 * @param <T> the type of the value
 */
public final class ExtraInfo<T> {
    /** {@code "client_addr"}: the local address of a stream that was connected, the remote one of one that was accepted. */
    public static final ExtraInfo<SocketAddress> CLIENT_ADDR = new ExtraInfo<>("client_addr", SocketAddress.class);

    /** {@code "server_addr"}: the remote address of a stream that was connected, the local one of one that was accepted. */
    public static final ExtraInfo<SocketAddress> SERVER_ADDR = new ExtraInfo<>("server_addr", SocketAddress.class);

    /** {@code "ssl_object"}: the TLS engine; absent before {@code startTls}. For inspection only. */
    public static final ExtraInfo<SSLEngine> SSL_OBJECT = new ExtraInfo<>("ssl_object", SSLEngine.class);

    /** {@code "ssl_session"}: the negotiated session, including certificates; absent before {@code startTls}. */
    public static final ExtraInfo<SSLSession> SSL_SESSION = new ExtraInfo<>("ssl_session", SSLSession.class);

    /**
     * {@code "socket"}: the raw {@code Socket} or {@code SocketChannel}, beneath TLS. If it is used directly, no guarantee
     * of the stream holds.
     */
    public static final ExtraInfo<Object> SOCKET = new ExtraInfo<>("socket", Object.class);

    /** {@code "peer_credentials"}: the process and the user at the other end of a UNIX-domain socket; absent for other transports. */
    public static final ExtraInfo<PeerCredentials> PEER_CREDENTIALS =
            new ExtraInfo<>("peer_credentials", PeerCredentials.class);

    private final String name;
    private final Class<T> type;

    private ExtraInfo(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * Returns a key of a backend's own.
     *
     * @param <T> the type of the value
     * @param name the key as a string
     * @param type the type of the value
     * @return finds what {@link NetworkStreamInterface#getExtraInfo(String)} returns for that string
     */
    public static <T> ExtraInfo<T> of(String name, Class<T> type) {
        return new ExtraInfo<>(Objects.requireNonNull(name, "name"), Objects.requireNonNull(type, "type"));
    }

    /** {@return the key as a string} */
    public String name() {
        return name;
    }

    /** {@return the type of the value} */
    public Class<T> type() {
        return type;
    }

    /** {@return the key as a string} */
    @Override
    public String toString() {
        return name;
    }
}
