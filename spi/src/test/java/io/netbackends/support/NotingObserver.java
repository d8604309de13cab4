// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ConnectObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records each call as a line. */
final class NotingObserver implements ConnectObserver {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void lookupStarted(String host) {
        told.add("look up " + host);
    }

    @Override
    public void lookupSucceeded(String host, List<InetAddress> addresses) {
        told.add(host + " has "
                + String.join(
                        " ", addresses.stream().map(InetAddress::getHostAddress).toList()));
    }

    @Override
    public void lookupFailed(String host, Throwable failure) {
        told.add(host + " failed: " + failure.getMessage());
    }

    @Override
    public void attemptStarted(InetSocketAddress address) {
        told.add(digits(address) + " started");
    }

    @Override
    public void attemptSucceeded(InetSocketAddress address) {
        told.add(digits(address) + " succeeded");
    }

    @Override
    public void attemptFailed(InetSocketAddress address, Throwable failure) {
        told.add(digits(address) + " failed: " + failure.getMessage());
    }

    @Override
    public void attemptAbandoned(InetSocketAddress address) {
        told.add(digits(address) + " abandoned");
    }

    private static String digits(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }
}
