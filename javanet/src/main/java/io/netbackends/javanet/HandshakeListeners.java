// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** The listeners of a TLS socket, which are called on a separate thread, as JSSE does. Safe for use by several threads. */
final class HandshakeListeners {
    private final List<HandshakeCompletedListener> listeners = new CopyOnWriteArrayList<>();

    void add(HandshakeCompletedListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("listener is null");
        }
        listeners.add(listener);
    }

    void remove(HandshakeCompletedListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("listener is null");
        }
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("no listeners");
        }
        if (!listeners.remove(listener)) {
            throw new IllegalArgumentException("listener not registered");
        }
    }

    void tell(SSLSocket socket, SSLSession session) {
        if (listeners.isEmpty()) {
            return;
        }
        HandshakeCompletedEvent event = new HandshakeCompletedEvent(socket, session);
        List<HandshakeCompletedListener> told = List.copyOf(listeners);
        Thread thread = new Thread(
                () -> told.forEach(listener -> listener.handshakeCompleted(event)), "HandshakeCompletedNotify-Thread");
        thread.setDaemon(true);
        thread.start();
    }
}
