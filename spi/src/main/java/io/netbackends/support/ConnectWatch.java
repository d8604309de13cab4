// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ConnectObserver;
import io.netbackends.ConnectRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Notifies the observers of a request about the progress of its connect. Ignores their exceptions, and reports the end of
 * each attempt once. Except for {@link #lookUp}, used only by the thread that drives the connect.
 */
final class ConnectWatch {
    /** A lookup, which may block. */
    interface Lookup {
        List<InetAddress> run() throws IOException;
    }

    private final List<ConnectObserver> observers;

    /**
     * Empty if there are no observers: a connect without them then needs no lambda; the first lambda of a program takes a
     * millisecond.
     */
    private final Set<InetSocketAddress> running = new LinkedHashSet<>();

    ConnectWatch(ConnectRequest request) {
        observers = request.observers();
    }

    List<InetAddress> lookUp(String host, Lookup lookup) throws IOException {
        if (observers.isEmpty()) {
            return lookup.run(); // may block
        }
        tell(observer -> observer.lookupStarted(host));
        List<InetAddress> found;
        try {
            found = lookup.run(); // may block
        } catch (Throwable e) {
            tell(observer -> observer.lookupFailed(host, e));
            throw e;
        }
        tell(observer -> observer.lookupSucceeded(host, found));
        return found;
    }

    void started(InetSocketAddress address) {
        if (!observers.isEmpty()) {
            running.add(address);
            tell(observer -> observer.attemptStarted(address));
        }
    }

    void succeeded(InetSocketAddress address) {
        if (running.remove(address)) {
            tell(observer -> observer.attemptSucceeded(address));
        }
    }

    void failed(InetSocketAddress address, Throwable failure) {
        if (running.remove(address)) {
            tell(observer -> observer.attemptFailed(address, failure));
        }
    }

    /** Reports attempts that have not ended as abandoned. */
    void over() {
        for (InetSocketAddress address : running) {
            tell(observer -> observer.attemptAbandoned(address));
        }
        running.clear();
    }

    private void tell(Consumer<ConnectObserver> event) {
        for (ConnectObserver observer : observers) {
            try {
                event.accept(observer);
            } catch (Throwable e) {
                // An observer must not break the connection that it observes.
            }
        }
    }
}
