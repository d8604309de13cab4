// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** Makes the JVM trust what some sockets trust, while it is open, for clients that take names of classes only. */
final class DefaultContext implements AutoCloseable {
    private final SSLContext before;

    DefaultContext(Sockets sockets) throws NoSuchAlgorithmException {
        before = SSLContext.getDefault();
        SSLContext.setDefault(
                sockets instanceof BackendSockets ours ? ours.trusting().context() : sockets.context());
    }

    @Override
    public void close() {
        SSLContext.setDefault(before);
    }
}
