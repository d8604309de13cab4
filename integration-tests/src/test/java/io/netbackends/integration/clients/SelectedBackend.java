// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.Closeable;

/** The default backend while this is open, for clients that take the name of a class and nothing else. */
final class SelectedBackend implements Closeable {
    private static final String PROPERTY = "netbackends.backend";

    private SelectedBackend() {}

    /** Selects the backend of the sockets; over those of the JVM, none. */
    static SelectedBackend of(Sockets sockets) {
        sockets.spec().ifPresent(spec -> System.setProperty(PROPERTY, spec));
        return new SelectedBackend();
    }

    @Override
    public void close() {
        System.clearProperty(PROPERTY);
    }
}
