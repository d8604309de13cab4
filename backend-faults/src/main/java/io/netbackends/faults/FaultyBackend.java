// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.HostPattern;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backend that injects {@link Faults} into connections, opened or accepted. Without faults, it behaves like the backend
 * that it wraps.
 *
 * <p>Faults are injected above TLS: they cut, delay or change the bytes that the program reads and writes. Deadlines,
 * interrupts and {@code close} end each wait. The message of an injected failure ends with its fault.
 *
 * <p>Safe for use by several threads; uses none of its own.
 */
public final class FaultyBackend extends ForwardingNetworkBackend {
    /** {@code "faults"}: the faults of the backend that opened the stream. */
    public static final ExtraInfo<Faults> FAULTS = ExtraInfo.of("faults", Faults.class);

    private final Faults faults;

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     * @param faults the faults to inject; may be changed at any time, and shared by several backends
     */
    public FaultyBackend(NetworkBackendInterface delegate, Faults faults) {
        super(delegate);
        this.faults = Objects.requireNonNull(faults, "faults");
    }

    /** {@return the faults to inject} */
    public Faults faults() {
        return faults;
    }

    /**
     * Connects, unless a fault prevents it.
     *
     * @throws ConnectException also if a fault refuses the connect
     */
    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        ConnectionFaults connection = begin(request, faults);
        meetConnect(connection, request.cancellation()); // may block
        return new FaultyStream(connectDelegate(request), connection); // may block
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress || address == null) {
            return super.connect(address); // delegates to connect(ConnectRequest)
        }
        ConnectionFaults connection = faults.begin(HostPattern.names(address), address.toString());
        meetConnect(connection, null); // may block
        return new FaultyStream(delegate().connect(address), connection); // may block
    }

    /** Called for accepted streams only, since {@code connect} is overridden. */
    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        SocketAddress peer = stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElse(null);
        return new FaultyStream(stream, accepted(peer, faults));
    }

    static ConnectionFaults begin(ConnectRequest request, Faults faults) {
        return faults.begin(List.of(request.toString(), request.host()), request.toString());
    }

    static ConnectionFaults accepted(@Nullable SocketAddress peer, Faults faults) {
        List<String> names = HostPattern.names(peer);
        return faults.begin(names, names.get(0));
    }

    private void meetConnect(ConnectionFaults connection, @Nullable CancellationSignal signal) throws IOException {
        if (connection.isEmpty()) {
            return;
        }
        String operation = "connect to " + connection.target();
        DeadlineWait.check(operation);
        long nanos = connection.longest(connection.find(Effect.ConnectLatency.class));
        if (signal == null) {
            faults.await(nanos, () -> false, operation); // may block
        } else {
            try (CancellationSignal.Registration registration = signal.closing(faults::wake)) {
                faults.await(nanos, signal::isCancelled, operation); // may block
            }
            signal.check(operation);
        }
        ConnectException refused = refusal(connection);
        if (refused != null) {
            throw refused;
        }
    }

    /** Returns the exception of a refused connect; null if no fault refuses it. */
    static @Nullable ConnectException refusal(ConnectionFaults connection) {
        List<ActiveFault> refusing = connection.find(Effect.RefuseConnect.class);
        if (refusing.isEmpty()) {
            return null;
        }
        connection.tell(refusing.get(0));
        return new ConnectException("connect to " + connection.target() + ": connection refused"
                + Ending.injected(refusing.get(0).fault()));
    }

    /** Returns, for instance, {@code <FaultyBackend [<NioBackend>]>}. */
    @Override
    public String toString() {
        return "<FaultyBackend [" + delegate() + "]>";
    }
}
