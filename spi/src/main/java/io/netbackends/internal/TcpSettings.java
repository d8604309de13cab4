// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The connection settings of a TCP backend; immutable.
 *
 * @param options for connections made and accepted
 * @param localAddress the local address of connections made; null if the system chooses it
 * @param resolver looks up hosts
 * @param truncation how to treat a TLS peer that closes the connection without close_notify
 */
public record TcpSettings(
        SocketOptions options,
        @Nullable InetSocketAddress localAddress,
        HostResolver resolver,
        TlsTruncation truncation) {
    /** The platform's settings, except for {@code TCP_NODELAY}. */
    public static final TcpSettings DEFAULT = new TcpSettings(
            SocketOptions.NONE.with(StandardSocketOptions.TCP_NODELAY, true),
            null,
            HostResolver.system(),
            TlsTruncation.ERROR);

    /** Checks that no required value is null. */
    public TcpSettings {
        Objects.requireNonNull(resolver, "resolver");
        Objects.requireNonNull(truncation, "truncation");
    }

    /**
     * Returns these settings and an option.
     *
     * @throws IllegalArgumentException if the option is not supported
     */
    public <T> TcpSettings with(SocketOption<T> option, T value, SocketOptions.Supported supported) {
        return new TcpSettings(options.with(option, value, supported), localAddress, resolver, truncation);
    }

    /** Returns these settings with another local address, and any free port. */
    public TcpSettings withLocalAddress(@Nullable InetAddress address) {
        return new TcpSettings(
                options, address == null ? null : new InetSocketAddress(address, 0), resolver, truncation);
    }

    /** Returns these settings with another resolver. */
    public TcpSettings with(HostResolver changed) {
        return new TcpSettings(options, localAddress, changed, truncation);
    }

    /** Returns these settings with another treatment of truncation. */
    public TcpSettings with(TlsTruncation changed) {
        return new TcpSettings(options, localAddress, resolver, changed);
    }

    /**
     * Returns the settings for one connection: the values of the request, and these for the rest.
     *
     * @throws UnsupportedOperationException if the request has an option that is not supported
     * @throws IOException if the supported options cannot be determined
     */
    public TcpSettings with(ConnectRequest request, SocketOptions.Supported supported, Object backend)
            throws IOException {
        return new TcpSettings(
                options.with(request, supported, backend),
                request.localAddress() == null ? localAddress : request.localAddress(),
                resolver,
                truncation);
    }
}
