// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What each HTTP client is asked to do, with a server at a port of 127.0.0.1. */
public interface HttpCalls {
    /** Puts as much as it can. */
    void putWithoutEnd(Sockets sockets, int port) throws Exception;

    /** Gets a page that does not come, within its own timeout. */
    void getWithTimeout(Sockets sockets, int port, Duration timeout) throws Exception;

    /** Gets a page that does not come, and cancels the call once the request has arrived. */
    void getUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception;
}
