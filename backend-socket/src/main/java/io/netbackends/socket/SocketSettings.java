// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.TlsTruncation;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How sockets are set up; immutable. */
record SocketSettings(SocketOptions options, @Nullable InetSocketAddress localAddress, TlsTruncation truncation) {
    static final SocketSettings DEFAULT = new SocketSettings(
            supportedOptions().with(StandardSocketOptions.TCP_NODELAY, true), null, TlsTruncation.ERROR);

    SocketSettings {
        Objects.requireNonNull(truncation, "truncation");
    }

    <T> SocketSettings with(SocketOption<T> option, T value) {
        return new SocketSettings(options.with(option, value), localAddress, truncation);
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

    private static SocketOptions supportedOptions() {
        try (Socket any = new Socket()) {
            return SocketOptions.among(any.supportedOptions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void applyTo(Socket socket) throws IOException {
        options.applyTo(socket::setOption);
    }
}
