// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** While open, makes the JVM trust the same certificates as some sockets, for clients that accept only class names. */
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
