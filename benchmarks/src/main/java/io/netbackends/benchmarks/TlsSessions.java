// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/** The TLS sessions that clients could resume instead of making a full handshake. */
public final class TlsSessions {
    private TlsSessions() {}

    /**
     * Invalidates all sessions, so that each further connection makes a full handshake.
     *
     * @param context the context of the clients
     */
    public static void forget(SSLContext context) {
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) { // otherwise it was invalidated together with its parent
                session.invalidate();
            }
        }
    }
}
