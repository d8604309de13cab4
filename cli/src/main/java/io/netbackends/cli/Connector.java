// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.InstalledBackend;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Opens a stream as the options say: which backend, how long it may take, whom to trust. */
final class Connector {
    private final CommonOptions options;

    Connector(CommonOptions options) {
        this.options = options;
    }

    /** Connects, and with {@code tls} shakes hands, within the connect timeout. */
    NetworkStreamInterface open(Peer peer, boolean tls) throws CommandException, PeerException {
        NetworkBackend net = BackendChoice.of(options).open();
        SSLContext context = tls ? Trust.context(options) : null;
        try (Timeout connecting = options.startConnectTimeout()) {
            NetworkStreamInterface stream = Phase.CONNECT.with(peer.text(), () -> net.connect(peer.address()));
            return context == null ? stream : secured(stream, context, peer);
        } catch (UnsupportedAddressTypeException e) {
            throw unreachable(net, peer, e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.USAGE, peer.text() + ": " + Failures.message(e), e);
        }
    }

    private static NetworkStreamInterface secured(NetworkStreamInterface stream, SSLContext context, Peer peer)
            throws PeerException {
        String host = Objects.requireNonNull(peer.host(), "host");
        boolean secured = false;
        try {
            Phase.TLS.with(peer.text(), () -> {
                stream.startTls(context, host);
                return stream;
            });
            secured = true;
            return stream;
        } finally {
            if (!secured) {
                closeQuietly(stream);
            }
        }
    }

    private static void closeQuietly(NetworkStreamInterface stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // The handshake has failed: that is what the user is to be told.
        }
    }

    private static CommandException unreachable(NetworkBackend net, Peer peer, UnsupportedAddressTypeException cause) {
        String installed = NetworkBackend.installed().stream()
                .filter(InstalledBackend::isUsable)
                .map(InstalledBackend::name)
                .collect(Collectors.joining(", "));
        return new CommandException(
                ExitCodes.USAGE,
                peer.text() + ": backend \"" + net.name()
                        + "\" cannot reach this kind of address; choose one that can, such as "
                        + "--backend unixsocket for UNIX-domain sockets; installed: " + installed,
                cause);
    }
}
