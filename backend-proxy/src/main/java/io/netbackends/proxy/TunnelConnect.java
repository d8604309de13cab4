// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.CancellableCall;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.SecretBytes;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens a tunnel for a blocking caller: tries one tunnel after the other, until one reaches the target. */
final class TunnelConnect {
    private final ConnectRequest request;
    private final Proxies proxies;
    private final Connector connector;
    private final NetworkBackendInterface delegate;
    private final @Nullable CancellationSignal signal;
    private final String operation;

    /** Connects to a host and port. */
    @FunctionalInterface
    interface Connector {
        NetworkStreamInterface connect(ConnectRequest request) throws IOException;
    }

    TunnelConnect(ConnectRequest request, Proxies proxies, Connector connector, NetworkBackendInterface delegate) {
        this.request = Objects.requireNonNull(request, "request");
        this.proxies = proxies;
        this.connector = connector;
        this.delegate = delegate;
        signal = request.cancellation();
        operation = "connect to " + request;
    }

    NetworkStreamInterface connect() throws IOException {
        if (signal != null) {
            signal.check(operation);
        }
        DeadlineWait.check(operation);
        IOException first = null;
        for (Tunnel tunnel : tunnels()) { // may block
            try {
                return open(tunnel); // may block
            } catch (IOException e) {
                if (!Tunnel.mayTryAnother(e)) {
                    throw e;
                }
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw Objects.requireNonNull(first);
    }

    private List<Tunnel> tunnels() throws IOException {
        return CancellableCall.call(
                proxies.mayBlock() ? signal : null, operation, () -> proxies.tunnels(request)); // may block
    }

    private NetworkStreamInterface open(Tunnel tunnel) throws IOException {
        if (tunnel.isDirect()) {
            return connector.connect(request); // may block
        }
        NetworkStreamInterface stream = connectToProxy(tunnel); // may block
        boolean open = false;
        try (CancellationSignal.Registration registration = signal == null ? null : signal.closing(stream::abort)) {
            for (TunnelStep step : tunnel.steps()) {
                make(step, tunnel, stream); // may block
            }
            open = true;
        } finally {
            if (!open) {
                abort(stream);
                if (signal != null) {
                    signal.check(operation);
                }
            }
        }
        if (signal != null && signal.isCancelled()) {
            abort(stream);
            signal.check(operation);
        }
        return new TunnelStream(stream, tunnel);
    }

    private NetworkStreamInterface connectToProxy(Tunnel tunnel) throws IOException {
        HostAndPort address = tunnel.first().address();
        try {
            return address != null
                    ? connector.connect(tunnel.proxyRequest(address)) // may block
                    : CancellableCall.call(signal, operation, () -> delegate.connect(path(tunnel))); // may block
        } catch (UnsupportedAddressTypeException e) {
            throw tunnel.unsupported(delegate, e);
        } catch (IOException e) {
            if (signal != null) {
                signal.check(operation);
            }
            throw tunnel.unreachable(e);
        }
    }

    private static SocketAddress path(Tunnel tunnel) {
        return Objects.requireNonNull(tunnel.first().path());
    }

    private void make(TunnelStep step, Tunnel tunnel, NetworkStreamInterface stream) throws IOException {
        if (step instanceof Negotiation negotiation) {
            negotiate(negotiation, tunnel, stream); // may block
        } else {
            try {
                stream.startTls(proxies.engine(step.proxy())); // may block
            } catch (IOException e) {
                throw tunnel.failed(step, e);
            }
        }
    }

    private static void negotiate(Negotiation negotiation, Tunnel tunnel, NetworkStreamInterface stream)
            throws IOException {
        while (negotiation.wanted() > 0) {
            byte[] answer = ask(negotiation, tunnel, stream); // may block
            if (answer.length == 0) {
                throw tunnel.ended(negotiation);
            }
            try {
                negotiation.accept(answer);
            } catch (IOException e) {
                throw tunnel.refused(e);
            }
        }
    }

    private static byte[] ask(Negotiation negotiation, Tunnel tunnel, NetworkStreamInterface stream)
            throws IOException {
        try {
            send(negotiation, stream); // may block
            return stream.read(negotiation.wanted()); // may block
        } catch (IOException e) {
            throw tunnel.failed(negotiation, e);
        }
    }

    private static void send(Negotiation negotiation, NetworkStreamInterface stream) throws IOException {
        boolean secret = negotiation.isOutputSecret();
        byte[] output = negotiation.output();
        if (output.length > 0) {
            try (SecretBytes hidden = secret ? SecretBytes.hide(output) : null) {
                stream.write(ByteBuffer.wrap(output)); // may block
            }
        }
    }

    /** Closes a stream that no caller receives. */
    private static void abort(NetworkStreamInterface stream) {
        try {
            stream.abort();
        } catch (IOException | RuntimeException e) {
            // the caller gets the original failure
        }
    }
}
