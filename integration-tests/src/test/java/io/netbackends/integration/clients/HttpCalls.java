// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The calls of each HTTP client, to a server at a port of 127.0.0.1. */
public interface HttpCalls {
    /** Uploads an endless body with PUT. */
    void putWithoutEnd(Sockets sockets, int port) throws Exception;

    /** Gets a page that never arrives, with the client's own timeout. */
    void getWithTimeout(Sockets sockets, int port, Duration timeout) throws Exception;

    /** Gets a page that never arrives, and cancels the call when the request has arrived. */
    void getUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception;
}
