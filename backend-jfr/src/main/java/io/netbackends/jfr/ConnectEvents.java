// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import io.netbackends.ConnectObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of one connect: the lookup, each attempt, and the whole. The lookup and the attempts may end on different
 * threads.
 */
final class ConnectEvents implements ConnectObserver {
    private final ObservedConnection connection;
    private final @Nullable ConnectEvent whole = ConnectEvent.begun();
    private final Map<InetSocketAddress, ConnectAttemptEvent> attempts = new ConcurrentHashMap<>();
    private volatile int started;
    private volatile @Nullable LookupEvent lookup;

    ConnectEvents(ObservedConnection connection) {
        this.connection = connection;
    }

    /** Ends the connect. */
    void ended(@Nullable SocketAddress address) {
        if (whole != null) {
            whole.commit(connection, address, started);
        }
    }

    @Override
    public void lookupStarted(String host) {
        lookup = LookupEvent.begun();
    }

    @Override
    public void lookupSucceeded(String host, List<InetAddress> addresses) {
        LookupEvent event = lookup;
        if (event != null) {
            event.commit(
                    connection,
                    addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(" ")),
                    null);
        }
    }

    @Override
    public void lookupFailed(String host, Throwable failure) {
        LookupEvent event = lookup;
        if (event != null) {
            event.commit(connection, null, failure);
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread makes the attempts; another may read
    public void attemptStarted(InetSocketAddress address) {
        started++;
        ConnectAttemptEvent event = ConnectAttemptEvent.begun();
        if (event != null) {
            attempts.put(address, event);
        }
    }

    @Override
    public void attemptSucceeded(InetSocketAddress address) {
        attemptEnded(address, "connected", null);
    }

    @Override
    public void attemptFailed(InetSocketAddress address, Throwable failure) {
        attemptEnded(address, "failed", failure);
    }

    @Override
    public void attemptAbandoned(InetSocketAddress address) {
        attemptEnded(address, "abandoned", null);
    }

    private void attemptEnded(InetSocketAddress address, String outcome, @Nullable Throwable failure) {
        ConnectAttemptEvent event = attempts.remove(address);
        if (event != null) {
            event.commit(connection, address, outcome, failure);
        }
    }

    /** Returns null if no event of a connect is recorded. */
    static @Nullable ConnectEvents begun(ObservedConnection connection) {
        return ConnectEvent.isRecorded() || LookupEvent.isRecorded() || ConnectAttemptEvent.isRecorded()
                ? new ConnectEvents(connection)
                : null;
    }
}
