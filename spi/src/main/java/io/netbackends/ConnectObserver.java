// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Is told of the lookup and the attempts of one connect, each as it begins and ends, so that their times can be measured: see
 * {@link ConnectRequest#withObserver}.
 *
 * <p>Backends that race addresses tell. A backend that connects in one step, such as one in memory or over UNIX-domain sockets, tells
 * nothing; nor is there a lookup where the request has addresses, or its host is one.
 *
 * <p>The methods are called by the threads that connect, event loops among them: they must not wait. What they throw is ignored.
 * Each attempt that was told to start ends with one of the three other methods, before the connect is over. The end of a lookup
 * may come later, since a lookup cannot be ended.
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
     * An attempt has won: its connection is the one that the caller gets.
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
     * An attempt was given up: another one has won, or the connect is over for another reason.
     *
     * @param address as for {@link #attemptStarted}
     */
    default void attemptAbandoned(InetSocketAddress address) {}
}
