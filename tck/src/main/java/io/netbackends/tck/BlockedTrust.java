// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.Closeable;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/** Trusts every server, but does not return until it is closed. */
final class BlockedTrust implements Closeable {
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    SSLContext context() throws GeneralSecurityException {
        return ServerTrust.context(this::block);
    }

    private void block() throws CertificateException {
        called.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CertificateException("interrupted", e);
        }
    }

    /** Waits until a handshake is blocked in this trust manager. */
    void awaitCall() throws InterruptedException {
        AsyncExpect.happens(called, "the call of the trust manager");
    }

    /** Lets the handshakes continue. */
    @Override
    public void close() {
        released.countDown();
    }
}
