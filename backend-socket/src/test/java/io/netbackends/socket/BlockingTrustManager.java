// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.Timeout;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts every server, but only after a deadline has passed. */
final class BlockingTrustManager extends X509ExtendedTrustManager {
    volatile Timeout deadline;

    private void await() {
        while (!deadline.isExpired()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        await();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        await();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        await();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
