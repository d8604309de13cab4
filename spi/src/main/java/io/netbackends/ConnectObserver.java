// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Receives the start and the end of the lookup and of each attempt of one connect, so that they can be timed: see {@link
 * ConnectRequest#withObserver}.
 *
 * <p>Backends that race addresses call it. Backends that connect in one step, such as those in memory or over UNIX-domain
 * sockets, do not. If the request has addresses, or its host is an address, there is no lookup.
 *
 * <p>The methods are called on the connecting threads, including event loops: they must not block. Exceptions that they
 * throw are ignored. After each {@link #attemptStarted}, one of the three other attempt methods is called before the connect
 * ends. The end of a lookup may be reported after the connect has ended, since a lookup cannot be interrupted.
 *
 * @implSpec The methods do nothing by default.
 */
public interface ConnectObserver {
    /**
     * A lookup begins.
     *
     * @param host a name, in ASCII
     */
    default void lookupStarted(String host) {}

    /**
     * The lookup has found addresses.
     *
     * @param host as for {@link #lookupStarted}
     * @param addresses at least one, in the order of the resolver
     */
    default void lookupSucceeded(String host, List<InetAddress> addresses) {}

    /**
     * The lookup has failed, or a deadline or an interrupt has ended the wait for it.
     *
     * @param host as for {@link #lookupStarted}
     * @param failure what the lookup threw
     */
    default void lookupFailed(String host, Throwable failure) {}

    /**
     * An attempt to connect begins.
     *
     * @param address resolved; there is one attempt for each address
     */
    default void attemptStarted(InetSocketAddress address) {}

    /**
     * An attempt has won: the caller gets its connection.
     *
     * @param address as for {@link #attemptStarted}
     */
    default void attemptSucceeded(InetSocketAddress address) {}

    /**
     * An attempt has failed.
     *
     * @param address as for {@link #attemptStarted}
     * @param failure why
     */
    default void attemptFailed(InetSocketAddress address, Throwable failure) {}

    /**
     * An attempt was abandoned: another one has won, or the connect has ended for another reason.
     *
     * @param address as for {@link #attemptStarted}
     */
    default void attemptAbandoned(InetSocketAddress address) {}
}
