// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ConnectObserver;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The target of a connect, with the time at which the connect began and, as an observer, the time at which the lookup ended.
 */
final class TimedTarget implements ConnectionAnnouncer.Target, ConnectObserver {
    private static final Clock CLOCK = Clock.systemUTC();

    private final Supplier<SocketAddress> address;
    private final Instant begin = CLOCK.instant();
    private volatile @Nullable Instant lookedUp;

    TimedTarget(Supplier<SocketAddress> address) {
        this.address = address;
    }

    @Override
    public SocketAddress address() {
        return address.get();
    }

    @Override
    public Instant begin() {
        return begin;
    }

    @Override
    public @Nullable Instant lookedUp() {
        return lookedUp;
    }

    @Override
    public void lookupSucceeded(String host, List<InetAddress> addresses) {
        lookedUp = CLOCK.instant();
    }
}
