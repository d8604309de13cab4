// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.Closeable;

/** Selects the default backend while open, for clients that accept only the name of a class. */
final class SelectedBackend implements Closeable {
    private static final String PROPERTY = "netbackends.backend";

    private SelectedBackend() {}

    /** Selects the backend of the sockets; none for those of the JVM. */
    static SelectedBackend of(Sockets sockets) {
        sockets.spec().ifPresent(spec -> System.setProperty(PROPERTY, spec));
        return new SelectedBackend();
    }

    @Override
    public void close() {
        System.clearProperty(PROPERTY);
    }
}
