// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes trust and key managers receive the TLS socket of the handshake, as with JSSE's sockets, in place of its internal
 * engine. Other managers, and handshakes of engines without a socket, are unchanged.
 */
final class SocketManagers {
    private SocketManagers() {}

    static TrustManager @Nullable [] ofTrust(TrustManager @Nullable [] managers) {
        if (managers == null) {
            return null;
        }
        TrustManager[] changed = managers.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] instanceof X509ExtendedTrustManager extended) {
                changed[i] = new SocketTrustManager(extended);
            }
        }
        return changed;
    }

    static KeyManager @Nullable [] ofKeys(KeyManager @Nullable [] managers) {
        if (managers == null) {
            return null;
        }
        KeyManager[] changed = managers.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] instanceof X509KeyManager manager) {
                changed[i] = new SocketKeyManager(manager);
            }
        }
        return changed;
    }
}
