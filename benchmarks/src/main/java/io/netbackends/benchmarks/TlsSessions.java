// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/** What clients of TLS could take up again in place of a full handshake. */
public final class TlsSessions {
    private TlsSessions() {}

    /**
     * Lets no further connection take up the session of one that was made before: each has one of its own.
     *
     * @param context the context of the clients
     */
    public static void forget(SSLContext context) {
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) { // else it went with one that it was derived from
                session.invalidate();
            }
        }
    }
}
