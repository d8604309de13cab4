// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A backend that reports the connections of another one, connected or accepted, to JDK Flight Recorder: {@code
 * netbackends.Lookup}, {@code Connect}, {@code ConnectAttempt}, {@code TlsHandshake}, {@code FirstByte}, {@code Read},
 * {@code Write}, {@code Close}, {@code Timeout} and {@code Failure}, each with the host, the port and the number of the
 * connection.
 *
 * <p>While no recording runs, or a recording does not have these events, a read or a write allocates nothing and reads no clock. Reads and
 * writes are recorded if they take 20 ms or longer, all other events always; recordings can change both.
 *
 * <p>Events count plaintext bytes, above TLS, and contain no data. Safe for use by several threads.
 */
public final class JfrBackend extends ForwardingNetworkBackend {
    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     */
    public JfrBackend(NetworkBackendInterface delegate) {
        super(delegate);
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        ObservedConnection connection = ObservedConnection.to(request);
        ConnectEvents events = ConnectEvents.begun(connection);
        return events == null
                ? observed(connection, () -> connectDelegate(request)) // may block
                : recorded(connection, events, () -> connectDelegate(request.withObserver(events))); // may block
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress || address == null) {
            return super.connect(address); // delegates to connect(ConnectRequest)
        }
        ObservedConnection connection = ObservedConnection.with(address);
        ConnectEvents events = ConnectEvents.begun(connection);
        Connect connect = () -> delegate().connect(address); // may block
        return events == null ? observed(connection, connect) : recorded(connection, events, connect);
    }

    /** Called for accepted streams only, since {@code connect} is overridden. */
    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        return new JfrStream(
                stream,
                ObservedConnection.with(
                        stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElse(null)));
    }

    /** Opens a stream, and may block. */
    private interface Connect {
        NetworkStreamInterface open() throws IOException;
    }

    private static NetworkStreamInterface recorded(ObservedConnection connection, ConnectEvents events, Connect connect)
            throws IOException {
        NetworkStreamInterface stream;
        try {
            stream = observed(connection, connect); // may block
        } catch (Throwable e) {
            events.ended(null);
            throw e;
        }
        events.ended(stream.getExtraInfo(ExtraInfo.SERVER_ADDR).orElse(null));
        return stream;
    }

    private static NetworkStreamInterface observed(ObservedConnection connection, Connect connect) throws IOException {
        try {
            return new JfrStream(connect.open(), connection); // may block
        } catch (IOException e) {
            connection.failed("connect", e);
            throw e;
        }
    }

    /** Returns, for instance, {@code <JfrBackend [<NioBackend>]>}. */
    @Override
    public String toString() {
        return "<JfrBackend [" + delegate() + "]>";
    }
}
