// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.ConnectRequest;
import io.netbackends.InstalledBackend;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.BlockingBackend;
import io.netbackends.internal.ClientEngineFactory;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Opens streams as the options say: by which backend, within which timeouts, and with which trusted certificates. */
final class Connector {
    private final CommonOptions options;
    private final NetworkBackendInterface net;
    private final String backend;

    private Connector(CommonOptions options, NetworkBackendInterface net, String backend) {
        this.options = options;
        this.net = net;
        this.backend = backend;
    }

    static Connector of(CommonOptions options) throws CommandException {
        NetworkBackend net = BackendChoice.of(options).open();
        return new Connector(options, net, net.name());
    }

    /** Returns a connector that makes asynchronous calls, and waits for them. */
    static Connector async(CommonOptions options) throws CommandException {
        AsyncNetworkBackend net = BackendChoice.of(options).openAsync();
        return new Connector(options, BlockingBackend.of(net), net.name());
    }

    /** Returns a connector that reports the milestones of each connection on standard error. */
    Connector verbose(PrintWriter err) {
        return new Connector(options, new VerboseBackend(net, new Milestones(err)), backend);
    }

    /** Connects and, if {@code tls} is true, completes the TLS handshake, within the connect timeout. */
    NetworkStreamInterface open(Target target, boolean tls) throws CommandException, PeerException {
        SSLContext context = tls ? SslContexts.context(options) : null;
        try (Timeout connecting = options.startConnectTimeout()) {
            NetworkStreamInterface stream = Phase.CONNECT.with(target.text(), () -> connect(target));
            return context == null ? stream : secured(stream, context, target);
        } catch (UnsupportedAddressTypeException e) {
            throw unreachable(target, e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.USAGE, target.text() + ": " + Failures.message(e), e);
        }
    }

    /** If --resolve names the host more than once, the last value applies. */
    private NetworkStreamInterface connect(Target target) throws IOException {
        List<InetAddress> addresses = List.of();
        if (target.address() instanceof InetSocketAddress inet) {
            for (ResolvedHost resolved : options.resolved) {
                addresses = resolved.isFor(HostAndPort.of(inet)) ? resolved.addresses() : addresses;
            }
            if (!addresses.isEmpty()) {
                return net.connect(ConnectRequest.to(inet).withAddresses(addresses));
            }
        }
        return net.connect(target.address());
    }

    private NetworkStreamInterface secured(NetworkStreamInterface stream, SSLContext context, Target target)
            throws PeerException {
        String host = Objects.requireNonNull(target.host(), "host");
        boolean secured = false;
        try {
            Phase.TLS.with(target.text(), () -> {
                if (options.insecure) { // the context trusts every certificate, but the JDK rejects some names
                    stream.startTls(ClientEngineFactory.unverified(context, host, -1));
                } else {
                    stream.startTls(context, host);
                }
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
            // the failure of the handshake is what the user must see
        }
    }

    private CommandException unreachable(Target target, UnsupportedAddressTypeException cause) {
        String installed = NetworkBackend.installed().stream()
                .filter(InstalledBackend::isUsable)
                .map(InstalledBackend::name)
                .collect(Collectors.joining(", "));
        return new CommandException(
                ExitCodes.USAGE,
                target.text() + ": backend \"" + backend
                        + "\" cannot reach this kind of address; choose one that can, such as "
                        + "--backend unixsocket for UNIX-domain sockets; installed: " + installed,
                cause);
    }
}
