// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.ConnectObserver;
import io.netbackends.internal.Ticker;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a line for each milestone of a connection, with the time since its start. */
final class Milestones implements ConnectObserver {
    private final PrintWriter err;
    private final long begin = Ticker.SYSTEM.read();

    Milestones(PrintWriter err) {
        this.err = err;
    }

    void reached(String milestone) {
        double milliseconds = (Ticker.SYSTEM.read() - begin) / 1e6;
        err.println(String.format(Locale.ROOT, "* %9.3f ms  %s", milliseconds, milestone));
    }

    @Override
    public void lookupSucceeded(String host, List<InetAddress> addresses) {
        reached("looked up " + host + ": "
                + addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
    }

    @Override
    public void attemptFailed(InetSocketAddress address, Throwable failure) {
        reached("not connected to " + address.getAddress().getHostAddress() + ": " + Failures.message(failure));
    }
}
